import { z } from 'zod';
import { MINUTE } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { firstIdAt } from '../db/first-id.ts';
import type { Knex } from '../db/knex.ts';
import { type Bytes, kinds } from './model.ts';

const Movement = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  /** Amounts are bounded far below 2^53 by the settings' limits. */
  amount: z.coerce.number(),
  giver: z.string().nullable(),
  receiver: z.string().nullable(),
  giverName: z.string().nullable(),
  receiverName: z.string().nullable(),
  reason: z.string().nullable(),
  streak: z.number().nullable(),
  createdAt: z.date(),
});
export type Movement = z.infer<typeof Movement>;

export interface MovementFilter {
  /** Gave or received. */
  member?: Snowflake;
  kind?: Bytes['kind'];
  /** From this time on. */
  from?: Date;
  /** Before this time. */
  to?: Date;
  /** Ledger rows older than this one: the last id of the page before. */
  before?: string;
}

/** Ledger rows of a guild, newest first; a missing giver or receiver is the system. Read by indexes, whatever is filtered. */
export async function listMovements(
  { db }: { db: Knex },
  guild: Snowflake,
  limit: number,
  filter: MovementFilter = {},
): Promise<Movement[]> {
  const { where, values } = await conditionsOf(db, guild, filter);
  const page = (more = '', ...given: Knex.RawBinding[]) => ({
    sql: `(SELECT * FROM bytes WHERE ${where}${more} ORDER BY id DESC LIMIT ?)`,
    values: [...values, ...given, limit],
  });
  // Who gave and who received are two indexes; no row is in both.
  const pages = filter.member
    ? [page(' AND receiver_id = ?', filter.member), page(' AND giver_id = ?', filter.member)]
    : [page()];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT b.id, b.kind, b.amount, b.giver_id AS giver, b.receiver_id AS receiver,
       coalesce(nullif(g.global_name, ''), g.username) AS "giverName",
       coalesce(nullif(r.global_name, ''), r.username) AS "receiverName",
       b.reason, b.streak, b.created_at AS "createdAt"
     FROM (${pages.map(({ sql }) => sql).join(' UNION ALL ')}) b
       LEFT JOIN discord_users g ON g.id = b.giver_id LEFT JOIN discord_users r ON r.id = b.receiver_id
     ORDER BY b.id DESC LIMIT ?`,
    [...pages.flatMap((page) => page.values), limit],
  );
  return z.array(Movement).parse(rows);
}

const Activity = z.object({ at: z.date(), awards: z.coerce.number(), bytes: z.coerce.number() });
/** Of a busier guild only these are counted. */
const mostCounted = 10_000;

/**
 * What moved in a guild since then, by intervals of so many seconds; intervals without movement are left out.
 * `since` says from when on it is complete.
 */
export async function countActivity(
  { db }: { db: Knex },
  guild: Snowflake,
  { since, seconds }: { since: Date; seconds: number },
): Promise<{ intervals: z.infer<typeof Activity>[]; since: Date }> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT date_bin(make_interval(secs => ?), created_at, '1970-01-01Z'::timestamptz) AS at,
       count(*) FILTER (WHERE kind = 'daily') AS awards, sum(amount) AS bytes, min(created_at) AS first, count(*) AS all
     FROM (SELECT created_at, kind, amount FROM bytes WHERE guild_id = ? ORDER BY id DESC LIMIT ?) b
     WHERE created_at >= ? GROUP BY 1 ORDER BY 1`,
    [seconds, guild, mostCounted, since],
  );
  const intervals = z.array(Activity.extend({ first: z.date(), all: z.coerce.number() })).parse(rows);
  const counted = intervals.reduce((sum, { all }) => sum + all, 0);
  return {
    intervals: intervals.map(({ at, awards, bytes }) => ({ at, awards, bytes })),
    since: counted < mostCounted ? since : (intervals[0]?.first ?? since),
  };
}

/** Ids and times rise together but for transactions that overlap. */
const overlap = MINUTE;

async function conditionsOf(db: Knex, guild: Snowflake, { kind, from, to, before }: MovementFilter) {
  const conditions = ['guild_id = ?'];
  const values: Knex.RawBinding[] = [guild];
  const add = (sql: string, ...given: Knex.RawBinding[]) => {
    conditions.push(sql);
    values.push(...given);
  };
  if (kind) add('kind = ?', kind);
  if (before) add('id < ?::bigint', before);
  if (from) add('created_at >= ? AND id >= ?::bigint', from, await firstIdSince(db, from));
  if (to) add('created_at < ? AND id < ?::bigint', to, await firstIdAt(db, 'bytes', to.getTime() + overlap));
  return { where: conditions.join(' AND '), values };
}

/** A ledger row before which none was written at that time or later: what lists from a time on begin with. */
export function firstIdSince(db: Knex, time: Date): Promise<string> {
  return firstIdAt(db, 'bytes', time.getTime() - overlap);
}
