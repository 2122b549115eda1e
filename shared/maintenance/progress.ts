import type { Knex } from '../db/knex.ts';
import { MaintenanceRun } from './model.ts';
import type { Step } from './work.ts';

/** Keeps what a step came to, so that another worker could go on from there. False: the run is over, or another's. */
export async function keepStep(
  { db }: { db: Knex },
  run: MaintenanceRun,
  { done, total, cursor, result }: Step,
): Promise<boolean> {
  return report(db, run, {
    done,
    total: total === null ? null : Math.max(total, done),
    cursor: JSON.stringify(cursor),
    result: JSON.stringify(result),
  });
}

/** Says that the worker lives, for a step that lasts. False as above. */
export function beatRun({ db }: { db: Knex }, run: MaintenanceRun): Promise<boolean> {
  return report(db, run, {});
}

async function report(
  db: Knex,
  { id, claims }: MaintenanceRun,
  more: Record<string, string | number | null>,
): Promise<boolean> {
  const mine = db(MaintenanceRun.tableName).where({ id, claims, state: 'running' });
  return (await mine.update({ ...more, beat_at: db.fn.now() })) === 1;
}
