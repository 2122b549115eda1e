import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { MaintenanceKind } from './kinds.ts';
import { MaintenanceRun } from './model.ts';

type Deps = { db: Knex };

export interface RunFilters {
  kind?: MaintenanceKind | undefined;
  /** The last id of the page before. */
  before?: string | undefined;
}

/** Runs, the latest first. */
export async function listRuns(
  { db }: Deps,
  { kind, before, limit }: RunFilters & { limit: number },
): Promise<MaintenanceRun[]> {
  const runs = MaintenanceRun.query(db).orderBy('id', 'desc').limit(limit);
  if (kind) runs.where({ kind });
  return before ? runs.where('id', '<', before) : runs;
}

export async function findRun({ db }: Deps, id: string): Promise<MaintenanceRun | undefined> {
  return MaintenanceRun.query(db).findById(id);
}

/** The latest that is done: of everything, or of that guild where that was later. */
export async function lastDone(
  { db }: Deps,
  kind: MaintenanceKind,
  guild?: Snowflake,
): Promise<MaintenanceRun | undefined> {
  return MaintenanceRun.query(db)
    .where({ kind, state: 'done' })
    .whereIn('guild_id', guild ? ['0', guild] : ['0'])
    .orderBy('id', 'desc')
    .first();
}
