import type { SyncRequest } from '../core/events.ts';
import { channels } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type SyncReason, SyncRun } from './model.ts';

export interface Wish {
  guild: Snowflake;
  reason: SyncReason;
  /** Who asks, as people name them; null: the system. */
  requestedBy: string | null;
  /** Milliseconds since 1970: not asked of Discord earlier. */
  notBefore?: number;
}

/**
 * Asks for loads of all members; a guild whose load waits or is under way keeps that one. Only of one after a gap, which
 * may wait for long, others take the place. Answers with the new runs.
 */
export async function wantRuns(
  { db, redis }: { db: Knex; redis: Redis | Cluster },
  wishes: readonly Wish[],
): Promise<SyncRun[]> {
  const fresh = await queueRuns(db, wishes);
  await announceRuns(redis, fresh);
  return fresh;
}

/** Tells the shards of runs that were queued. They look by themselves as well, a second later. */
export async function announceRuns(redis: Redis | Cluster, runs: readonly SyncRun[]): Promise<void> {
  await Promise.all(runs.map(({ guildId }) => redis.publish(channels.sync, guildId)));
}

/** As `wantRuns`, for a transaction, after which they are announced. */
export async function queueRuns(db: Knex, wishes: readonly Wish[]): Promise<SyncRun[]> {
  if (wishes.length === 0) return [];
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
    `INSERT INTO sync_runs AS known (guild_id, reason, requested_by, not_before)
     SELECT DISTINCT ON (guild) guild, reason, "requestedBy", coalesce(to_timestamp("notBefore" / 1000.0), '-infinity')
     FROM jsonb_to_recordset(?::jsonb) AS w (guild bigint, reason text, "requestedBy" text, "notBefore" numeric)
     ORDER BY guild, reason = 'gap'
     ON CONFLICT (guild_id) WHERE state IN ('queued', 'running') DO UPDATE
       SET reason = excluded.reason, requested_by = excluded.requested_by, not_before = excluded.not_before
       WHERE known.state = 'queued' AND known.reason = 'gap' AND excluded.reason <> 'gap'
     RETURNING *`,
    [JSON.stringify(wishes)],
  );
  return rows.map((row) => SyncRun.fromDatabaseJson(row));
}

/** The latest run of a guild, whatever became of it. */
export async function latestRun({ db }: { db: Knex }, guild: Snowflake): Promise<SyncRun | undefined> {
  return SyncRun.query(db).where('guild_id', guild).orderBy('id', 'desc').first();
}

/** The latest runs of a guild, the newest first. */
export async function listRuns({ db }: { db: Knex }, guild: Snowflake, most: number): Promise<SyncRun[]> {
  return SyncRun.query(db).where('guild_id', guild).orderBy('id', 'desc').limit(most);
}

interface Hold {
  shard: number;
  shards: number;
  session: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** SQL: the run's guild is on this shard (Discord documentation, "Sharding Formula"). */
const onShard = '(guild_id >> 22) % ? = ?';

/** The shards that have a run whose turn it is, or which is under way. It reads the index of these alone. */
export async function shardsWithRuns(db: Knex, shards: number): Promise<Set<number>> {
  const { rows } = await db.raw<{ rows: { shard: number }[] }>(
    `SELECT DISTINCT ((guild_id >> 22) % ?)::integer AS shard FROM sync_runs
     WHERE state IN ('queued', 'running') AND not_before <= now() + interval '1 minute'`, // shards have clocks of their own
    [shards],
  );
  return new Set(rows.map(({ shard }) => shard));
}

/**
 * Takes waiting runs of the shard, at most so many, and notes that it asks for their members now. What people wait for
 * comes first, then the oldest; last what a gap may have hidden, and of that `spared` fewer, so that who comes meanwhile
 * need not wait for one to end.
 */
export function takeRuns(
  db: Knex,
  hold: Hold,
  most: number,
  spared = 0,
): Promise<{ guild: Snowflake; run: SyncRequest }[]> {
  const { now } = hold;
  return transact(db, async (trx) => {
    const wanted = await takeOf(trx, hold, "reason <> 'gap'", most);
    const hidden = await takeOf(trx, hold, "reason = 'gap'", most - spared - wanted.length);
    const rows = [...wanted, ...hidden];
    await trx.raw(
      `UPDATE guilds SET members_asked_at = to_timestamp(? / 1000.0) WHERE id IN
         (SELECT id FROM guilds WHERE id = ANY(?::bigint[]) ORDER BY id FOR UPDATE)`,
      [now, rows.map(({ guild }) => guild)],
    );
    return rows.map(({ id, guild, attempt }) => ({ guild, run: { id, attempt, askedAt: now } }));
  });
}

async function takeOf(
  trx: Knex,
  { shard, shards, session, now }: Hold,
  which: string,
  most: number,
): Promise<{ id: string; guild: Snowflake; attempt: number }[]> {
  if (most <= 0) return [];
  const { rows } = await trx.raw<{ rows: { id: string; guild: Snowflake; attempt: number }[] }>(
    `UPDATE sync_runs SET state = 'running', attempt = attempt + 1, session_id = ?, chunks = NULL,
       chunks_done = 0, members_done = 0, asked_at = to_timestamp(? / 1000.0), heard_at = now()
     WHERE id IN (
       SELECT id FROM sync_runs
       WHERE state = 'queued' AND ${which} AND ${onShard} AND not_before <= to_timestamp(? / 1000.0)
       ORDER BY reason IN ('join', 'return'), id LIMIT ? FOR UPDATE SKIP LOCKED)
     RETURNING id, guild_id AS guild, attempt`,
    [session, now, shards, shard, now, most],
  );
  return rows;
}

const mostAttempts = 8;
const gaveUp =
  'Discord did not send the members, though it was asked several times. Is the bot still in this server? Try again later.';

const foreignSilence = '15 seconds'; // another number of shards may run beside this one, whose chunks come in all the while

/**
 * Puts runs of which nothing was heard for that long (milliseconds of Postgres' clock; null: however long) back among the
 * waiting: each time for twice as long, and for ever after too many. Those of another session, which has most likely ended,
 * after 15 s.
 */
export async function reviveRuns(db: Knex, hold: Hold, silentFor: number | null): Promise<void> {
  const { shard, shards, session, now } = hold;
  await db.raw(
    `UPDATE sync_runs SET
       state = CASE WHEN attempt >= ${mostAttempts} THEN 'failed' ELSE 'queued' END,
       why = CASE WHEN attempt >= ${mostAttempts} THEN ? END,
       finished_at = CASE WHEN attempt >= ${mostAttempts} THEN now() END,
       not_before = CASE WHEN session_id = ? THEN to_timestamp(? / 1000.0) + interval '15 seconds' * 2 ^ attempt
         ELSE not_before END
     WHERE state = 'running' AND ${onShard}
       AND heard_at < now() - CASE WHEN session_id <> ? THEN interval '${foreignSilence}'
         ELSE ?::float8 * interval '1 millisecond' END`,
    [gaveUp, session, now, shards, shard, session, silentFor],
  );
}

/** Asks again only then: Discord limits how often all members of a guild are sent. */
export async function postponeRun(db: Knex, guild: Snowflake, until: number): Promise<void> {
  await db.raw(
    `UPDATE sync_runs SET state = 'queued', attempt = attempt - 1, not_before = to_timestamp(? / 1000.0)
     WHERE guild_id = ? AND state = 'running'`,
    [until, guild],
  );
}

/** Ends the open runs of these guilds, of which no members will come any more. */
export async function endRuns(
  db: Knex,
  guilds: readonly Snowflake[],
  end: { is: 'abandoned' } | { is: 'failed'; why: string },
): Promise<void> {
  await SyncRun.query(db)
    .whereIn('guild_id', [...guilds])
    .whereIn('state', ['queued', 'running'])
    .patch({ state: end.is, why: end.is === 'failed' ? end.why : null, finishedAt: new Date() });
}
