import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Jobs, Queues } from '../core/queues.ts';
import { type Box, emptyBox, fillsJob, put, takeFrom } from './record-box.ts';
import {
  ClickRecord,
  type CommandRecord,
  type JobRecord,
  type RecordKind,
  records,
  ViewRecord,
} from './records.ts';
import { openSurplus } from './surplus.ts';

/** Takes down what happened, off the path of whoever waits: nothing throws. */
export interface Recorder {
  view(view: ViewRecord): void;
  click(click: ClickRecord): void;
  command(command: CommandRecord): void;
  job(job: JobRecord): void;
  /** Waits until Redis has what was taken down so far, where it has room for it. */
  handOver(): Promise<void>;
  /** Hands over what is left, for as long as Redis takes it within two seconds. */
  close(): Promise<void>;
}

interface Deps {
  queue: Queues['queue'];
  partitions: number;
  log: Log;
  metrics: Pick<Metrics, 'records'>;
  /** How many processes of this host record views. */
  viewers?: number;
}

const every = SECOND; // what a killed process loses at most, where nobody waits for `handOver` and workers keep up
const mostJobs = 500; // that wait in Redis, which has to have room for events: then rows wait here
const manyJobs = 250; // that wait while workers are behind or away: then what fills no job goes once a minute
const rarely = MINUTE; // what a killed process loses at most, then
const patience = 2 * SECOND;
/**
 * Of a minute, on a host: two busy cores took 10 s to sum up a million views, which is an hour of them, and a sum has 50 s
 * (roll-up.ts), so that four hosts may be that busy. What is above is counted (surplus.ts).
 */
const mostOfMinute = 16_000;
const mostOfProcess = 4_000; // of a minute: Redis, and memory, then have room while workers are away for some time

export function openRecorder(
  { queue, partitions, log, metrics, viewers = 1 }: Deps,
  pause = every,
): Recorder {
  const cap = Math.max(1, Math.min(mostOfProcess, Math.floor(mostOfMinute / viewers)));
  const surplus = openSurplus();
  const boxes: Record<RecordKind, Box> = {
    views: emptyBox(),
    clicks: emptyBox(),
    commands: emptyBox(),
    jobs: emptyBox(),
    surplus: emptyBox(),
  };
  let urgent = 0; // who waits for it
  let flushing: Promise<void> | undefined;
  const timer = setInterval(() => void flush(), pause);

  function add(kind: 'commands' | 'jobs', given: unknown): void {
    const { data } = records[kind].safeParse(given);
    if (!data || !put(boxes[kind], data)) drop(kind, 1);
  }

  /** Of those that there is no room for the numbers stay. */
  function addVisit(visit: Parameters<typeof surplus.count>[0] | undefined, is: 'views' | 'clicks'): void {
    if (visit && put(boxes[is], visit.row, cap)) return;
    if (visit && surplus.count(visit)) metrics.records.inc({ kind: is, fate: 'counted' });
    else drop(is, 1);
  }

  function drop(kind: RecordKind, rows: number): void {
    metrics.records.inc({ kind, fate: 'dropped' }, rows);
  }

  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  async function handOver(): Promise<void> {
    urgent++;
    await flush().then(flush); // one that is under way may have passed them by
    urgent--;
  }

  /** Of all kinds to the end, whatever becomes of one: no two may send the same. */
  async function flushAll(): Promise<void> {
    const results = await Promise.allSettled(kinds.map((kind) => empty(kind, boxes[kind])));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) log.warn({ err: failed.reason }, 'records wait: they could not be queued');
  }

  async function empty(kind: RecordKind, box: Box): Promise<void> {
    if (kind === 'surplus' && !box.sending && box.rows.length === 0)
      for (const row of surplus.take()) put(box, row);
    while (box.sending || box.rows.length > 0) {
      const waiting = queue('records', { index: 0, of: partitions });
      const jobs = await waiting.count();
      if (jobs >= mostJobs) return;
      const isSoon = performance.now() < box.sentAt + rarely;
      if (jobs >= manyJobs && isSoon && urgent === 0 && !fillsJob(box)) return;
      box.sending ??= { id: randomUUID(), rows: takeFrom(box) };
      const { id: jobId, rows } = box.sending;
      const data: Jobs['records'] = { kind, rows: rows.map((row): unknown => JSON.parse(row)) };
      await waiting.add(kind, data, { jobId });
      metrics.records.inc({ kind, fate: 'queued' }, rows.length);
      box.sending = undefined;
      box.sentAt = performance.now();
    }
  }

  return {
    view(view) {
      const { data } = ViewRecord.safeParse(view);
      addVisit(data && { is: 'views', row: data }, 'views');
    },
    click(click) {
      const { data } = ClickRecord.safeParse(click);
      addVisit(data && { is: 'clicks', row: data }, 'clicks');
    },
    command: (command) => add('commands', command),
    job: (job) => add('jobs', job),
    handOver,
    async close() {
      clearInterval(timer);
      let end: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        end = setTimeout(resolve, patience);
      });
      await Promise.race([handOver(), late]);
      clearTimeout(end);
      for (const row of surplus.take()) drop(row.of, row.count);
      for (const kind of kinds.filter((kind) => boxes[kind].rows.length > 0))
        drop(kind, boxes[kind].rows.length);
    },
  };
}

const kinds = Object.keys(records) as RecordKind[];

/** For tests and tools that record nothing. */
export const noRecorder: Recorder = {
  view() {},
  click() {},
  command() {},
  job() {},
  async handOver() {},
  async close() {},
};
