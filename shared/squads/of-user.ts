import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';

const Row = z.object({ guild: z.string(), squad: z.string(), name: z.string(), joinedAt: z.coerce.date() });

/** The squad that a user is in, in each of these guilds where they are in one. */
export function squadsOfUser(
  user: Snowflake,
  guilds: readonly Snowflake[],
): Question<Map<Snowflake, Omit<z.infer<typeof Row>, 'guild'>>> {
  return {
    sql: `SELECT m.guild_id::text AS guild, s.id::text AS squad, s.name, m.joined_at AS "joinedAt"
      FROM squad_members m JOIN squads s ON s.id = m.squad_id
      WHERE m.user_id = ? AND m.guild_id = ANY(?::bigint[])`,
    values: [user, [...guilds]],
    read: (rows) =>
      new Map(
        z
          .array(Row)
          .parse(rows)
          .map(({ guild, ...rest }) => [guild, rest]),
      ),
  };
}
