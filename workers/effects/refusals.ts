import { LRUCache } from 'lru-cache';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Effect } from '../../shared/core/queues.ts';
import type { Outcome } from './outcome.ts';

const remembered = 5 * MINUTE; // how long a mended permission may take to show
const capacity = 10_000; // channels

export interface Refusals {
  covers(effect: Effect): boolean;
  note(effect: Effect, outcome: Outcome): void;
}

/**
 * Channels in which Discord lately forbade an effect. Every 403 counts against the bot as a whole, so one channel with
 * a missing permission must not use up what all guilds need.
 */
export function rememberRefusals(): Refusals {
  const forbidden = new LRUCache<string, true>({ max: capacity, ttl: remembered });
  return {
    covers(effect) {
      const place = placeOf(effect);
      return place !== undefined && forbidden.has(place);
    },
    note(effect, outcome) {
      const place = placeOf(effect);
      if (place !== undefined && outcome.is === 'refused' && outcome.status === 403)
        forbidden.set(place, true);
    },
  };
}

/** Roles have none: each grant is asked for once, and its own answer is shown. */
function placeOf(effect: Effect): string | undefined {
  return 'channel' in effect ? `${effect.kind}:${effect.channel}` : undefined;
}
