import { ApplicationFlags, GatewayIntentBits } from 'discord-api-types/v10';
import { z } from 'zod';
import { MINUTE } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';

/** A privileged intent that features depend on. */
export interface NeededIntent {
  /** As the developer portal calls its switch. */
  name: 'Message Content Intent' | 'Server Members Intent';
  bit: number;
  /** Of the application while the switch is on. */
  flags: number;
}

export const neededIntents: readonly NeededIntent[] = [
  {
    name: 'Message Content Intent',
    bit: GatewayIntentBits.MessageContent,
    flags: ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
  },
  {
    name: 'Server Members Intent',
    bit: GatewayIntentBits.GuildMembers,
    flags: ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
  },
];

const together = MINUTE; // heartbeats come every ten seconds: what is older is of a shard that is no more

/**
 * The intents that the shard which has the guild identified with; undefined where no shard has said so, as of a version
 * before they were written down (0).
 */
export function intentsOf(guild: Snowflake): Question<number | undefined> {
  return {
    sql: 'SELECT DISTINCT ON (shard) shard, intents, beat_at AS at FROM bot_statuses ORDER BY shard, beat_at DESC',
    values: [],
    read: (rows) => intentsIn(z.array(Beat).parse(rows), guild),
  };
}

const Beat = z.object({ shard: z.number(), intents: z.number(), at: z.coerce.date() });

function intentsIn(beats: readonly z.infer<typeof Beat>[], guild: Snowflake): number | undefined {
  const newest = Math.max(...beats.map(({ at }) => at.getTime()));
  const living = beats.filter(({ at }) => at.getTime() > newest - together);
  const shards = Math.max(0, ...living.map(({ shard }) => shard + 1));
  const mine = living.find(({ shard }) => BigInt(shard) === (BigInt(guild) >> 22n) % BigInt(shards));
  return mine?.intents || undefined;
}
