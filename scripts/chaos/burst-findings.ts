import { SECOND } from '../../shared/core/clock.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { Deeds } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import type { Written } from './load.ts';
import { limit } from './spam.ts';
import type { Played } from './stage.ts';
import { guild, loud } from './world.ts';

/** Within which a message is handled, whatever was killed: one that Redis forgot meanwhile counts in a window that is new. */
const handled = 15 * SECOND;

/** A spammer, and what became of them. */
interface Burst {
  author: string;
  /** What the bot got to know of it. */
  messages: Written[];
  /** The rule holds. */
  isDue: boolean;
  /** How often Redis was emptied amid it. */
  torn: number;
  firings: number;
  timeouts: number;
  /** Messages that are still there. */
  left: number;
}

interface Scene {
  db: Knex;
  sandbox: Sandbox;
  deeds: Deeds;
  played: Played;
}

export async function followBursts(
  { db, sandbox, deeds, played }: Scene,
  bursts: Written[][],
  heard: Written[],
): Promise<Burst[]> {
  const rows: { user_id: string }[] = await db('automod_firings').select('user_id');
  const known = new Set(heard.map(({ id }) => id));
  const there = sandbox.world.channels.get(loud)?.messages;
  return bursts.flatMap((written) => {
    const [first] = written;
    if (!first) return [];
    const { author } = first;
    const messages = written.filter(({ id }) => known.has(id));
    const times = messages.map(({ id }) => timeOf(id));
    const end = (times.at(-1) ?? 0) + handled;
    return {
      ...{ author, messages },
      isDue: holds(times),
      torn: played.emptied.filter((time) => timeOf(first.id) <= time && time <= end).length,
      firings: rows.filter(({ user_id }) => user_id === author).length,
      timeouts: deeds('timeout', { guild_id: guild, user_id: author }).length,
      left: messages.filter(({ id }) => there?.has(id)).length,
    };
  });
}

/** The rule's window, the simple way. */
function holds(times: number[]): boolean {
  return times.some((time, at) => {
    const before = times[at - limit.atLeast + 1];
    return before !== undefined && time - before < limit.seconds * SECOND;
  });
}

/** Where Redis was emptied amid a burst, its window began anew: then there may be one act less, or one more. */
export function burstsOf(bursts: Burst[]): Finding[] {
  const acts = bursts.flatMap(({ author, isDue, torn, firings, timeouts }) => {
    const most = (isDue ? 1 : 0) + torn;
    const least = isDue && torn === 0 ? 1 : 0;
    const isFine = [firings, timeouts].every((times) => least <= times && times <= most);
    const due = isDue ? 'the burst' : 'what is no burst';
    return isFine ? [] : [`${due} of ${author} fired ${firings} times, and timed out ${timeouts} times`];
  });
  const due = bursts.filter(({ isDue, torn }) => isDue && torn === 0);
  const left = due
    .filter((burst) => burst.left > 0)
    .map((burst) => `${burst.left} of ${burst.messages.length} messages of ${burst.author} are there`);
  return [
    finding('a burst is acted on once, and nothing else is', bursts, acts),
    finding('what belongs to a burst is deleted', due, left),
  ];
}

export function tellBursts(bursts: Burst[]): string {
  const torn = bursts.filter(({ torn }) => torn > 0);
  const otherwise = torn.filter(({ isDue, timeouts }) => timeouts !== Number(isDue)).length;
  const due = bursts.filter(({ isDue }) => isDue).length;
  return `Of ${bursts.length} spammers ${due} broke the rule. Amid ${torn.length} bursts Redis was emptied; ${otherwise} of them were not acted on once.`;
}
