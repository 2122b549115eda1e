import { LRUCache } from 'lru-cache';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { mostEmbeds } from './embed-size.ts';

/** Who comes, and how many of its channel wait in places of the queue's work already. */
interface Comer {
  channel: Snowflake;
  waiting: number;
  /** It was here before. */
  again: boolean;
}

const channels = 10_000;

/**
 * When entries of a log channel may take a place among what is done at once: as many wait there as go into one message, so that
 * a busy channel leaves the other places to others. First come, first served: who comes for the first time goes behind those
 * that were put off. `pace`: milliseconds from one message of a channel to the next. The answer: milliseconds until the
 * entry should come again; undefined where it may stay.
 */
export function openTurns(pace: number): (comer: Comer, now: number) => number | undefined {
  /** When those that were put off will have had their turns. */
  const served = new LRUCache<Snowflake, number>({ max: channels });
  return ({ channel, waiting, again }, now) => {
    const before = Math.max(served.get(channel) ?? now, now);
    if (waiting < mostEmbeds && (again || before === now)) return undefined;
    if (again) return pace;
    const turn = before + pace / mostEmbeds;
    served.set(channel, turn);
    return turn - now;
  };
}
