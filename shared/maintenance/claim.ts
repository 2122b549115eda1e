import { SECOND } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { finishRun } from './finish.ts';
import { MaintenanceRun } from './model.ts';

export const beatEvery = 5 * SECOND;
const lost = 3 * beatEvery; // without a beat: its worker is dead, or as good as that
const mostClaims = 20; // deploys take some; what still is not done then kills its workers

export type Claim =
  | { is: 'claimed'; run: MaintenanceRun }
  /** Another worker is at it. */
  | { is: 'held' }
  | { is: 'over' };

/**
 * Takes a run up: one that waits, or whose worker is gone. Only who claimed it last can report on it. Times are those of
 * Postgres, the one clock that all hosts share.
 */
export async function claimRun({ db }: { db: Knex }, id: string): Promise<Claim> {
  const [row]: Record<string, unknown>[] = await db(MaintenanceRun.tableName)
    .where({ id })
    .whereRaw(`(state = 'waiting' OR state = 'running' AND beat_at < now() - make_interval(secs => ?))`, [
      lost / SECOND,
    ])
    .update({
      state: 'running',
      claims: db.raw('claims + 1'),
      started_at: db.raw('coalesce(started_at, now())'),
      beat_at: db.fn.now(),
    })
    .returning('*');
  if (!row) {
    const open = await MaintenanceRun.query(db).findById(id).whereIn('state', ['waiting', 'running']);
    return { is: open ? 'held' : 'over' };
  }
  const run = MaintenanceRun.fromDatabaseJson(row);
  if (run.claims <= mostClaims) return { is: 'claimed', run };
  await finishRun({ db }, run, { is: 'failed', why: `It was begun ${mostClaims} times, and never ended.` });
  return { is: 'over' };
}

/** Gives a run back before its end: the next worker goes on at once. */
export async function releaseRun({ db }: { db: Knex }, { id, claims }: MaintenanceRun): Promise<void> {
  await db(MaintenanceRun.tableName)
    .where({ id, claims, state: 'running' })
    .update({ state: 'waiting', beat_at: null });
}

/** Runs that nobody works on, since their job was lost with Redis, or never reached it. */
export async function findWaitingRuns({ db }: { db: Knex }): Promise<string[]> {
  return db(MaintenanceRun.tableName)
    .whereIn('state', ['waiting', 'running'])
    .whereRaw('coalesce(beat_at, asked_at) < now() - make_interval(secs => ?)', [lost / SECOND])
    .orderBy('id')
    .pluck('id');
}
