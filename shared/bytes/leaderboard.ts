import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** What is skipped is read all the same: further down, members are found by the list of members. */
export const deepest = 1_000;

const Row = z.object({
  rank: z.number(),
  user: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  name: z.string(),
  balance: z.coerce.number(),
  received: z.coerce.number(),
});
export type Ranked = z.infer<typeof Row>;

/**
 * Present members with the largest balances, who have any, from a rank on (1 is the first). Equal balances have ranks of
 * their own, by id.
 */
export async function readLeaderboard(
  { db }: { db: Knex },
  guild: Snowflake,
  { from = 1, limit }: { from?: number; limit: number },
): Promise<Ranked[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.user_id AS "user", u.username, u.global_name AS "globalName",
       coalesce(nullif(m.name, ''), nullif(u.global_name, ''), u.username) AS name, m.balance, m.received
     FROM (
       SELECT * FROM guild_members WHERE guild_id = ? AND active AND balance > 0
       ORDER BY balance DESC, user_id LIMIT ? OFFSET ?
     ) m JOIN discord_users u ON u.id = m.user_id ORDER BY m.balance DESC, m.user_id`,
    [guild, limit, from - 1],
  );
  return z.array(Row).parse(rows.map((row, index) => Object.assign(Object(row), { rank: from + index })));
}
