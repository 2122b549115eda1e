import { z } from 'zod';
import type { Profile } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

interface MemberOrder {
  guild: Snowflake;
  author: Profile;
}

const Row = z.object({
  guild: z.string(),
  user: z.string(),
  lastDay: z.number().nullable(),
  paidBy: z.string().nullable(),
  streak: z.number(),
  freezes: z.number(),
  previousDay: z.number().nullable(),
  previousStreak: z.number(),
  previousFreezes: z.number(),
  freezesHeld: z.number(),
  /** All outage days that are declared, in any guild (shared/bytes/outage-days.ts). */
  outages: z.array(z.number()),
  version: z.string(),
});
/** A member's row while the transaction holds it. */
export type LockedAccount = z.infer<typeof Row>;

const Balance = z.object({
  guild: z.string(),
  user: z.string(),
  balance: z.coerce.number(),
  lastTransferAt: z.date().nullable(),
  joinedAt: z.date().nullable(),
  active: z.boolean(),
  everInSquad: z.boolean(),
  freezesHeld: z.number(),
  /** The guild has role rewards. */
  rewarded: z.boolean(),
});
/** What operations decide on, of a member's row while the transaction holds it. */
export type LockedBalance = z.infer<typeof Balance>;

/** Locks these members' rows in the one order that all transactions keep; by user id. They are all of one guild. */
export async function lockBalances(
  trx: Knex.Transaction,
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<Map<Snowflake, LockedBalance>> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT guild_id AS guild, user_id AS "user", balance, last_transfer_at AS "lastTransferAt",
       joined_at AS "joinedAt", active, ever_in_squad AS "everInSquad", freezes_held AS "freezesHeld",
       EXISTS (SELECT FROM bytes_roles r WHERE r.guild_id = m.guild_id) AS rewarded
     FROM guild_members m WHERE guild_id = ? AND user_id = ANY(?::bigint[])
     ORDER BY guild_id, user_id FOR UPDATE OF m`,
    [guild, [...users]],
  );
  const balances = z.array(Balance).parse(rows);
  return new Map(balances.map((balance) => [balance.user, balance]));
}

/** The same of members who get a row where they have none. Few do: that is looked at first. */
export async function lockMembers(
  trx: Knex.Transaction,
  guild: Snowflake,
  people: readonly Profile[],
): Promise<Map<Snowflake, LockedBalance>> {
  const users = people.map(({ id }) => id);
  const rows = await lockBalances(trx, guild, users);
  const missing = people.filter(({ id }) => !rows.has(id));
  if (missing.length === 0) return rows;
  await ensureMembers(
    trx,
    missing.map((author) => ({ guild, author })),
  );
  return lockBalances(trx, guild, users); // now out of order: a deadlock, should it come to that, is tried again
}

const columns = `guild_id AS guild, user_id AS "user", last_day AS "lastDay", paid_by AS "paidBy", streak, freezes,
  previous_day AS "previousDay", previous_streak AS "previousStreak", previous_freezes AS "previousFreezes",
  freezes_held AS "freezesHeld", ARRAY(SELECT day FROM outage_days) AS outages, version`;

/** Makes sure that these members have rows; what a message says of its author is enough for a first one. */
async function ensureMembers(trx: Knex.Transaction, orders: MemberOrder[]): Promise<void> {
  const wanted = orders.map(({ guild, author }) => ({
    guild_id: guild,
    user_id: author.id,
    username: author.username,
    global_name: author.globalName,
    avatar: author.avatar,
  }));
  // a CTE runs even where nobody reads it; foreign keys are checked when the whole statement is done
  await trx.raw(
    `WITH missing AS (
       SELECT DISTINCT ON (guild_id, user_id) * FROM jsonb_to_recordset(?::jsonb)
         AS w (guild_id bigint, user_id bigint, username text, global_name text, avatar text)
       WHERE NOT EXISTS (SELECT FROM guild_members m WHERE m.guild_id = w.guild_id AND m.user_id = w.user_id)
       ORDER BY guild_id, user_id
     ), new_guilds AS (
       INSERT INTO guilds (id) SELECT DISTINCT guild_id FROM missing ORDER BY 1 ON CONFLICT DO NOTHING
     ), new_users AS (
       INSERT INTO discord_users (id, username, global_name, avatar)
       SELECT DISTINCT ON (user_id) user_id, username, global_name, avatar FROM missing ORDER BY user_id
       ON CONFLICT DO NOTHING
     )
     INSERT INTO guild_members (guild_id, user_id) SELECT guild_id, user_id FROM missing ORDER BY 1, 2
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(wanted)],
  );
}

/**
 * Locks these members' rows, made where there were none, in the one order that all transactions keep; by `guild:user`.
 * What reads `outage_days` waits for a declaration under way, and a declaration for it: so nobody breaks a streak on an
 * older list.
 */
export async function lockAccounts(
  trx: Knex.Transaction,
  orders: MemberOrder[],
): Promise<Map<string, LockedAccount>> {
  const rows = await lockRows(trx, orders);
  const missing = orders.filter(({ guild, author }) => !rows.has(`${guild}:${author.id}`));
  if (missing.length === 0) return rows;
  await ensureMembers(trx, missing);
  return lockRows(trx, orders); // as above
}

async function lockRows(trx: Knex.Transaction, orders: MemberOrder[]): Promise<Map<string, LockedAccount>> {
  const wanted = orders.map(({ guild, author }) => ({ guild_id: guild, user_id: author.id }));
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT ${columns} FROM guild_members
     WHERE (guild_id, user_id) IN
       (SELECT guild_id, user_id FROM jsonb_to_recordset(?::jsonb) AS w (guild_id bigint, user_id bigint))
     ORDER BY guild_id, user_id FOR UPDATE`,
    [JSON.stringify(wanted)],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [`${row.guild}:${row.user}`, row]),
  );
}

/** What changes in a member's row; `days` replace what stands there, amounts are added. */
export interface AccountChange extends Omit<LockedAccount, 'version' | 'outages'> {
  balance: number;
  received: number;
}

/** Applies changes to locked rows. Counts the version up, so that Lua's copies know which row is newer. */
export async function applyChanges(trx: Knex.Transaction, changes: AccountChange[]): Promise<void> {
  if (changes.length === 0) return;
  await trx.raw(
    `UPDATE guild_members m SET
       balance = m.balance + c.balance, received = m.received + c.received, last_day = c."lastDay",
       paid_by = c."paidBy", streak = c.streak, freezes = c.freezes, previous_day = c."previousDay",
       previous_streak = c."previousStreak", previous_freezes = c."previousFreezes",
       freezes_held = c."freezesHeld", version = m.version + 1
     FROM jsonb_to_recordset(?::jsonb) AS c (guild bigint, "user" bigint, balance bigint, received bigint,
       "lastDay" integer, "paidBy" bigint, streak integer, freezes integer, "previousDay" integer,
       "previousStreak" integer, "previousFreezes" integer, "freezesHeld" integer)
     WHERE m.guild_id = c.guild AND m.user_id = c."user"`,
    [JSON.stringify(changes)],
  );
}
