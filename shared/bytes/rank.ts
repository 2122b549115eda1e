import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const mostCounted = 10_000; // members ahead: further down nobody compares

const Row = z.object({ balance: z.coerce.number(), ahead: z.coerce.number() });

/** A member's place by balance, as the leaderboard has it (leaderboard.ts); of one without bytes, none. */
export type Rank = { is: 'none' } | { is: 'known' | 'beyond'; rank: number; balance: number };

/** Counts along the index of balances, up to 10,000 members who are ahead: `beyond` says that there are as many. */
export async function readRank({ db }: { db: Knex }, guild: Snowflake, user: Snowflake): Promise<Rank> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.balance, (
       SELECT count(*) FROM (
         SELECT FROM guild_members o
         WHERE o.guild_id = m.guild_id AND o.balance >= m.balance AND o.active
           AND (o.balance > m.balance OR o.user_id < m.user_id)
         ORDER BY o.balance DESC, o.user_id LIMIT ?) o) AS ahead
     FROM guild_members m WHERE m.guild_id = ? AND m.user_id = ? AND m.balance > 0 AND m.active`,
    [mostCounted, guild, user],
  );
  const [own] = z.array(Row).max(1).parse(rows);
  if (!own) return { is: 'none' };
  return {
    is: own.ahead < mostCounted ? 'known' : 'beyond',
    rank: own.ahead + 1,
    balance: own.balance,
  };
}
