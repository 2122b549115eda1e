import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';
import { CommandRecord } from './records.ts';

const Row = z.object({
  at: z.coerce.date(),
  command: z.string(),
  /** Null: in no guild. */
  guild: z.string().nullable(),
  guildName: z.string(),
  ms: z.number(),
  outcome: z.enum(CommandRecord.shape.outcome.options),
});
export type UsedCommand = z.infer<typeof Row>;

const mostSeen = 2_000; // of somebody's uses: of certain guilds only those among them are found

/** The commands that a user used last, anywhere (null) or in these guilds. */
export function usagesOf(
  user: Snowflake,
  { guilds, limit }: { guilds: readonly Snowflake[] | null; limit: number },
): Question<UsedCommand[]> {
  return {
    sql: `SELECT s.at, s.command, s.guild_id::text AS guild, coalesce(g.name, '') AS "guildName", s.ms, s.outcome
      FROM (SELECT * FROM command_usages WHERE user_id = ? ORDER BY at DESC, id DESC LIMIT ?) s
        LEFT JOIN guilds g ON g.id = s.guild_id
      ${guilds ? 'WHERE s.guild_id = ANY(?::bigint[])' : ''} ORDER BY s.at DESC, s.id DESC LIMIT ?`,
    values: guilds ? [user, mostSeen, [...guilds], limit] : [user, limit, limit],
    read: (rows) => z.array(Row).parse(rows),
  };
}
