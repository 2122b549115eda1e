import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { checkLedger, type Difference } from './check-ledger.ts';

/** A bigint of the economy as a number: amounts are bounded far below 2^53 by the settings' limits. */
const Amount = z.coerce.number();

const Account = z.object({
  balance: Amount,
  received: Amount,
  sent: Amount,
  streak: z.number(),
  lastDay: z.number().nullable(),
  freezesHeld: z.number(),
  /** Outage days, which break no streak. */
  outages: z.array(z.number()),
  grants: z.array(z.string()),
});

/** What `/bytes read` shows of a member; undefined for one who never had an account. Read from Postgres. */
export async function readAccount(
  { db }: { db: Knex },
  guild: Snowflake,
  user: Snowflake,
): Promise<z.infer<typeof Account> | undefined> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT balance, received, sent, streak, last_day AS "lastDay", freezes_held AS "freezesHeld",
       ARRAY(SELECT day FROM outage_days ORDER BY day) AS outages,
       ARRAY(SELECT role_id::text FROM role_grants g
         WHERE g.guild_id = m.guild_id AND g.user_id = m.user_id AND g.state = 'granted') AS grants
     FROM guild_members m WHERE guild_id = ? AND user_id = ?`,
    [guild, user],
  );
  return z.array(Account).max(1).parse(rows)[0];
}

const HeapRow = z.object({
  user: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  balance: Amount,
  streak: z.number(),
  lastDay: z.number().nullable(),
});

/** The members of a guild with the largest balances, by an index. */
export async function heap(
  { db }: { db: Knex },
  guild: Snowflake,
  limit: number,
): Promise<z.infer<typeof HeapRow>[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.user_id AS "user", u.username, u.global_name AS "globalName", m.balance, m.streak,
       m.last_day AS "lastDay"
     FROM guild_members m JOIN discord_users u ON u.id = m.user_id
     WHERE m.guild_id = ? ORDER BY m.balance DESC, m.user_id LIMIT ?`,
    [guild, limit],
  );
  return z.array(HeapRow).parse(rows);
}

/** The largest balances that are summed: of a guild with more holders the sum is "at least". */
const mostHolders = 200_000;

const Circulation = z.object({ bytes: Amount, holders: z.coerce.number() });

/**
 * All bytes that members of a guild hold, and how many hold any. It reads an index of every holder: cache it where it is
 * asked for again and again. `atLeast`: there are more than were summed.
 */
export async function sumCirculation(
  { db }: { db: Knex },
  guild: Snowflake,
): Promise<z.infer<typeof Circulation> & { atLeast: boolean }> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT coalesce(sum(balance), 0) AS bytes, count(*) AS holders FROM (
       SELECT balance FROM guild_members WHERE guild_id = ? AND balance > 0 ORDER BY balance DESC LIMIT ?) m`,
    [guild, mostHolders],
  );
  const [sum] = z.tuple([Circulation]).parse(rows);
  return { ...sum, atLeast: sum.holders === mostHolders };
}

/** Members whose balance, received or sent is not what their ledger rows add up to: empty, always (design §4.9). */
export async function findDifferences({ db }: { db: Knex }): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const { differences } of checkLedger({ db })) found.push(...differences);
  return found;
}
