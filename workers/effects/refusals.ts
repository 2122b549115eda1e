import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Effect } from '../../shared/core/queues.ts';
import type { Outcome } from './outcome.ts';

const remembered = 5 * MINUTE; // how long a mended permission or emoji may take to show
const capacity = 10_000; // channels and emoji

export interface Refusals {
  covers(effect: Effect): boolean;
  note(effect: Effect, outcome: Outcome): void;
}

/**
 * Channels in which Discord lately forbade an effect, squads' roles that it did not let the bot give or take, and emoji of guilds that it does not know. Every 403 counts
 * against the bot as a whole, so one channel with a missing permission must not use up what all guilds need; a wrong
 * emoji would fail, and be noted, with every award of its guild.
 */
export function rememberRefusals(): Refusals {
  const refused = new LRUCache<string, true>({ max: capacity, ttl: remembered });
  return {
    covers: (effect) =>
      [placeOf(effect), emojiOf(effect)].some((key) => key !== undefined && refused.has(key)),
    note(effect, outcome) {
      const key = keyOf(effect, outcome);
      if (key !== undefined) refused.set(key, true);
    },
  };
}

function keyOf(effect: Effect, outcome: Outcome): string | undefined {
  if (outcome.is !== 'refused') return undefined;
  if (outcome.code === String(RESTJSONErrorCodes.UnknownEmoji)) return emojiOf(effect);
  return outcome.status === 403 ? placeOf(effect) : undefined;
}

/** An earned role has none: each grant is asked for once, and its own answer is shown. A squad's sweep comes back. */
function placeOf(effect: Effect): string | undefined {
  if (effect.kind === 'squad-role') return `${effect.kind}:${effect.guild}:${effect.role}`;
  return 'channel' in effect ? `${effect.kind}:${effect.channel}` : undefined;
}

function emojiOf(effect: Effect): string | undefined {
  return 'emoji' in effect ? `emoji:${effect.guild}:${effect.emoji}` : undefined;
}
