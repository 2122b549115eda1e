import type { ChunkEvent } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/** How far a run is. */
export interface ChunksDone {
  chunks: number;
  done: number;
  members: number;
  startedAt: Date;
}

/**
 * Notes that a chunk was saved, with how many rows it changed. Undefined where the chunk is of no run that is under way,
 * or of an earlier attempt of it. A chunk counts once, however often it comes. The counts are the run's own, so that of
 * two workers with its last chunks the later one knows that all are done.
 */
export async function noteChunk(
  db: Knex,
  { run, index, count, members }: ChunkEvent,
  written: number,
): Promise<ChunksDone | undefined> {
  const ids = members.map(({ user }) => user.id);
  const { rows } = await db.raw<{ rows: ChunksDone[] }>(
    `WITH run AS (
       SELECT id, attempt FROM sync_runs WHERE id = ? AND attempt = ? AND state = 'running'
     ), noted AS (
       INSERT INTO sync_chunks (run_id, attempt, index, members)
       SELECT id, attempt, ?, ?::bigint[] FROM run ON CONFLICT DO NOTHING RETURNING cardinality(members) AS members
     ), fresh AS (
       SELECT count(*) AS chunks, coalesce(sum(members), 0) AS members FROM noted
     )
     UPDATE sync_runs r SET chunks = ?, heard_at = now(), chunks_done = chunks_done + fresh.chunks,
       members_done = members_done + fresh.members, written = written + ? * fresh.chunks
     FROM run, fresh WHERE r.id = run.id AND r.attempt = run.attempt AND r.state = 'running'
     RETURNING r.chunks, r.chunks_done AS done, r.members_done AS members, r.asked_at AS "startedAt"`,
    [run.id, run.attempt, index, ids, count, written],
  );
  return rows[0];
}

/**
 * Finishes the run once all of its chunks are saved: members whom no chunk named and of whom nothing newer was heard are
 * gone. Answers the guild where this call finished it.
 */
export function finishRun(db: Knex, { id, attempt }: ChunkEvent['run']): Promise<Snowflake | undefined> {
  return transact(db, async (trx) => {
    const { rows } = await trx.raw<{ rows: { guild: Snowflake }[] }>(
      `UPDATE sync_runs SET state = 'done', finished_at = now(), members = members_done
       WHERE id = ? AND attempt = ? AND state = 'running' AND chunks = chunks_done
       RETURNING guild_id AS guild`,
      [id, attempt],
    );
    const guild = rows[0]?.guild;
    if (guild === undefined) return undefined;
    await dismissAbsent(trx, id, attempt);
    await callByName(trx, guild);
    await trx.raw('DELETE FROM sync_chunks WHERE run_id = ?', [id]);
    return guild;
  });
}

/** A chunk may have met a profile while it changed: once all are there, everyone is called as their profile says. */
async function callByName(trx: Knex, guild: Snowflake): Promise<void> {
  await trx.raw(
    `UPDATE guild_members m SET name = coalesce(u.global_name, u.username) FROM discord_users u
     WHERE m.guild_id = ? AND m.nick IS NULL AND u.id = m.user_id AND m.name <> coalesce(u.global_name, u.username)`,
    [guild],
  );
}

async function dismissAbsent(trx: Knex, id: string, attempt: number): Promise<void> {
  await trx.raw(
    `WITH run AS (
       SELECT guild_id, asked_at FROM sync_runs WHERE id = ?
     ), here AS MATERIALIZED (
       SELECT unnest(members) AS id FROM sync_chunks WHERE run_id = ? AND attempt = ?
     ), gone AS (
       UPDATE guild_members m SET active = false, seen_at = run.asked_at FROM run
       WHERE m.guild_id = run.guild_id AND m.active AND m.seen_at < run.asked_at
         AND NOT EXISTS (SELECT FROM here WHERE here.id = m.user_id)
       RETURNING 1
     )
     UPDATE sync_runs SET gone = (SELECT count(*) FROM gone) WHERE id = ?`,
    [id, id, attempt, id],
  );
  await trx.raw(
    `UPDATE guilds g SET members_loaded_at = r.asked_at, member_count =
       (SELECT count(*) FROM guild_members m WHERE m.guild_id = r.guild_id AND m.active)
     FROM sync_runs r WHERE r.id = ? AND g.id = r.guild_id`,
    [id],
  );
}
