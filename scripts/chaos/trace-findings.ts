import { SECOND } from '../../shared/core/clock.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { type Finding, finding } from './finding.ts';
import type { Written } from './load.ts';
import type { Gap } from './sessions.ts';
import { type Played, type Stage, wasSwept } from './stage.ts';

const onItsWay = 5 * SECOND; // what was sent to a socket just before, and not handed on when its process was killed
const settled = SECOND; // for the first events of the new session

/** What became of what people wrote. */
export interface Heard {
  finding: Finding;
  /** What the bot had to get to know. */
  messages: Written[];
  story: string;
}

interface Gaps {
  /** Between two sessions. */
  gaps: Gap[];
  played: Played;
  /** The bot counted other gaps as well. */
  isTold: boolean;
}

/**
 * Every message leaves one trace. It may be lost where that is counted: between two sessions, and with an emptied Redis where
 * Discord has forgotten the session that it came with.
 */
export async function followTraces(
  { db, timeIn }: Pick<Stage, 'db' | 'timeIn'>,
  written: Written[],
  { gaps, played, isTold }: Gaps,
): Promise<Heard> {
  const rows: { message_id: string; count: string }[] = await db('message_traces')
    .groupBy('message_id')
    .select('message_id')
    .count('* AS count');
  const counts = new Map(rows.map(({ message_id, count }) => [message_id, Number(count)]));
  const missing = written.filter(({ id }) => !counts.has(id));
  const isSwept = ({ id }: Written) => wasSwept(played, id);
  const isExcused = (one: Written) =>
    gaps.some((gap) => isWithin(gap, timeOf(one.id))) || (isTold && isSwept(one));
  const lost = new Set(missing.filter(isExcused));
  const silent = missing.filter((message) => !lost.has(message));
  const ids = new Set(written.map(({ id }) => id));
  const when = stretches(silent.map(({ id }) => timeOf(id)))
    .map(({ from, to }) => `from ${timeIn(from)} to ${timeIn(to)}`)
    .join(', ');
  const swept = silent.filter(isSwept).length;
  const faults = [
    ...silent.map(
      () => `${silent.length} left none, ${when}; ${swept} of them waited in Redis when it was emptied`,
    ),
    ...[...counts].filter(([, count]) => count > 1).map(([id, count]) => `message ${id} left ${count}`),
    ...[...counts.keys()].filter((id) => !ids.has(id)).map((id) => `nobody wrote ${id}`),
  ];
  return {
    finding: finding('every message of a human was handled: it left one trace', written, faults),
    messages: written.filter((message) => !lost.has(message)),
    story: `Of ${written.length} messages ${lost.size} were lost in gaps that are counted.`,
  };
}

function isWithin({ from, to }: Gap, at: number): boolean {
  return from - onItsWay <= at && at <= to + settled;
}

/** Times that follow each other within two seconds, as one. */
function stretches(times: number[]): Gap[] {
  const found: Gap[] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && time - last.to <= 2 * SECOND) last.to = time;
    else found.push({ from: time, to: time });
  }
  return found;
}
