import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

export interface WantedGrant {
  guild: Snowflake;
  user: Snowflake;
  role: Snowflake;
}
const Wanted = z.array(z.object({ guild: z.string(), user: z.string(), role: z.string() }));

/**
 * Notes every role reward that these members have earned by what they received, once per member and role, and
 * answers with those that Discord has not confirmed yet. Earned roles are never taken away (product §1).
 */
export async function wantGrants(
  trx: Knex.Transaction,
  members: { guild: Snowflake; user: Snowflake }[],
): Promise<WantedGrant[]> {
  if (members.length === 0) return [];
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `WITH members AS (
       SELECT m.guild_id, m.user_id, m.received FROM guild_members m
       JOIN jsonb_to_recordset(?::jsonb) AS w (guild bigint, "user" bigint)
         ON m.guild_id = w.guild AND m.user_id = w."user"
     ), added AS (
       INSERT INTO role_grants (guild_id, user_id, role_id)
       SELECT m.guild_id, m.user_id, r.role_id FROM members m
       JOIN bytes_roles r ON r.guild_id = m.guild_id AND r.threshold <= m.received
       ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING RETURNING guild_id, user_id, role_id
     )
     SELECT guild_id AS guild, user_id AS "user", role_id AS role FROM added
     UNION
     SELECT g.guild_id, g.user_id, g.role_id FROM role_grants g JOIN members USING (guild_id, user_id)
     WHERE g.state = 'wanted'`,
    [JSON.stringify(members)],
  );
  return Wanted.parse(rows);
}
