import type { ChunkEvent, Envelope, MemberSighting } from '../../shared/core/events.ts';
import { isDataFault, type Knex, transact } from '../../shared/db/knex.ts';
import { saveMembers } from '../../shared/sync/member-rows.ts';
import { noteProgress } from '../../shared/sync/progress.ts';
import { finishRun, noteChunk } from '../../shared/sync/run-chunks.ts';
import type { Context } from '../context.ts';

/**
 * Saves a chunk of a guild's members, tells how far the run is, and ends it with its last chunk. It may run again: rows
 * that say the same are not written, and a chunk counts once. Members whom Postgres refuses are left out, and logged.
 */
export async function saveChunk(
  { db, redis, log }: Pick<Context, 'db' | 'redis' | 'log'>,
  { d: chunk }: Envelope<'GUILD_MEMBERS_CHUNK'>,
): Promise<void> {
  const { guild, run } = chunk;
  const refuse = (member: MemberSighting, error: unknown) =>
    log.error({ err: error, guild, user: member.user.id }, 'a member cannot be stored');
  const written = await saveAll(db, chunk, chunk.members, refuse);
  const done = await noteChunk(db, chunk, written);
  if (!done) return;
  const progress = { ...done, run: run.id, attempt: run.attempt, startedAt: run.askedAt };
  const finished = done.done >= done.chunks && (await finishRun(db, run)) !== undefined;
  await noteProgress(redis, guild, { ...progress, finished });
}

/** Halves what Postgres refuses until the ones at fault are found. */
async function saveAll(
  db: Knex,
  { guild, run }: Pick<ChunkEvent, 'guild' | 'run'>,
  members: MemberSighting[],
  refuse: (member: MemberSighting, error: unknown) => void,
): Promise<number> {
  const seen = members.map((member) => ({ is: 'listed', guild, at: run.askedAt, member }) as const);
  try {
    return await transact(db, (trx) => saveMembers(trx, seen));
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const [only] = members;
    if (members.length === 1 && only) {
      refuse(only, error);
      return 0;
    }
    const half = Math.ceil(members.length / 2);
    const first = await saveAll(db, { guild, run }, members.slice(0, half), refuse);
    return first + (await saveAll(db, { guild, run }, members.slice(half), refuse));
  }
}
