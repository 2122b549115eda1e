import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Effect } from '../../shared/core/queues.ts';
import type { Outcome } from './outcome.ts';

const remembered = 5 * MINUTE; // how long a mended permission or emoji may take to show
const capacity = 10_000; // channels and emoji

/** Our code for a channel of another guild. */
export const elsewhere = 'elsewhere';

type Refused = Extract<Outcome, { is: 'refused' }>;

export interface Refusals {
  /** How Discord refused the same in this place lately. */
  covers(effect: Effect): Refused | undefined;
  note(effect: Effect, outcome: Outcome): void;
}

/** Members whom Discord may not let the bot punish, one after the other, before it is taken to mean all of a guild. */
const outranking = 20;

/**
 * Channels in which Discord lately forbade an effect, log channels that are gone or another guild's, squads' roles that it did not let the bot give or take, and emoji of guilds that it does not know. Every 403 counts
 * against the bot as a whole, so one channel with a missing permission must not use up what all guilds need; a wrong
 * emoji would fail, and be noted, with every award of its guild.
 */
export function rememberRefusals(): Refusals {
  const refused = new LRUCache<string, { last: Refused; times: number }>({ max: capacity, ttl: remembered });
  return {
    covers(effect) {
      const needed = effect.kind === 'punish' || effect.kind === 'lift' ? outranking : 1;
      return [placeOf(effect), emojiOf(effect)]
        .map((key) => (key === undefined ? undefined : refused.get(key)))
        .find((known) => known !== undefined && known.times >= needed)?.last;
    },
    note(effect, outcome) {
      const place = placeOf(effect);
      if (outcome.is === 'done' && place !== undefined) refused.delete(place);
      if (outcome.is !== 'refused') return;
      const key = keyOf(effect, outcome);
      if (key !== undefined) refused.set(key, { last: outcome, times: (refused.get(key)?.times ?? 0) + 1 });
    },
  };
}

function keyOf(effect: Effect, outcome: Refused): string | undefined {
  if (outcome.code === String(RESTJSONErrorCodes.UnknownEmoji)) return emojiOf(effect);
  const isClosed = outcome.status === 403 || outcome.code === elsewhere || isGone(effect, outcome);
  return isClosed ? placeOf(effect) : undefined;
}

/** A log channel that was deleted stays in the settings, and each entry would be asked for in vain. */
function isGone({ kind }: Effect, { code }: Refused): boolean {
  return kind === 'log' && code === String(RESTJSONErrorCodes.UnknownChannel);
}

/** An earned role has none: each grant is asked for once, and its own answer is shown. A squad's sweep comes back. */
function placeOf(effect: Effect): string | undefined {
  if (effect.kind === 'punish') return `punish:${effect.guild}:${effect.as}`;
  if (effect.kind === 'lift' || effect.kind === 'lockdown') return `${effect.kind}:${effect.guild}`;
  if (effect.kind === 'squad-role') return `${effect.kind}:${effect.guild}:${effect.role}`;
  return 'channel' in effect ? `${effect.kind}:${effect.guild}:${effect.channel}` : undefined;
}

function emojiOf(effect: Effect): string | undefined {
  return 'emoji' in effect ? `emoji:${effect.guild}:${effect.emoji}` : undefined;
}
