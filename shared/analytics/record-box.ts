import { MINUTE } from '../core/clock.ts';

/** Rows of a kind on their way, as JSON; `sending` are repeated under the same id until Redis has them. */
export interface Box {
  rows: string[];
  /** Characters of `rows`. */
  length: number;
  sending?: { id: string; rows: string[] } | undefined;
  /** When Redis took the last ones (milliseconds of `performance.now()`). */
  sentAt: number;
  /** The latest minute that rows came of, and how many. */
  minute: { at: number; rows: number };
}

const most = { rows: 10_000, length: 8_000_000 }; // that wait while Redis or who keeps them is away: 8 to 16 MB
const mostOfJob = { rows: 1_000, length: 500_000 };

export function emptyBox(): Box {
  return { rows: [], length: 0, sentAt: Number.NEGATIVE_INFINITY, minute: { at: 0, rows: 0 } };
}

/** False where there is no room for it, or where its minute has had as many as it may. */
export function put(box: Box, row: { at: number }, mostOfMinute = Number.POSITIVE_INFINITY): boolean {
  if (box.rows.length >= most.rows || box.length >= most.length) return false;
  if (!counts(box.minute, row.at, mostOfMinute)) return false;
  const written = JSON.stringify(row); // a copy: what was cut would keep all it was cut from
  box.rows.push(written);
  box.length += written.length;
  return true;
}

function counts(minute: Box['minute'], time: number, most: number): boolean {
  const at = Math.floor(time / MINUTE);
  if (at > minute.at) Object.assign(minute, { at, rows: 0 });
  return ++minute.rows <= most;
}

/** Whether waiting for more would make no larger job. */
export function fillsJob({ rows, length, sending }: Box): boolean {
  return sending !== undefined || rows.length >= mostOfJob.rows || length >= mostOfJob.length;
}

/** As many as a job may carry, one at least. */
export function takeFrom(box: Box): string[] {
  let count = 0;
  let length = 0;
  for (const row of box.rows.slice(0, mostOfJob.rows)) {
    if (count > 0 && length + row.length > mostOfJob.length) break;
    count++;
    length += row.length;
  }
  box.length -= length;
  return box.rows.splice(0, count);
}
