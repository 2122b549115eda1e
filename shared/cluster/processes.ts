import { raw } from 'objection';
import { SECOND } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { ProcessStatus } from './model.ts';

export type ProcessRow = Pick<
  ProcessStatus,
  | 'process'
  | 'role'
  | 'host'
  | 'pid'
  | 'version'
  | 'state'
  | 'memory'
  | 'diskFree'
  | 'diskTotal'
  | 'lagMs'
  | 'siblings'
  | 'startedAt'
>;

export const beatEvery = 5 * SECOND;
/** A process that is not heard of for three heartbeats is silent. */
export const silentAfter = 3 * beatEvery;

const mostListed = 500; // processes; hosts that are gone drop out within two days

/**
 * Writes a heartbeat over the one before, at the time that Postgres has: hosts' clocks may differ by more than silence is
 * allowed to last. What a process that started earlier says is left out: while web is reloaded,
 * the old one and the new one have the same name.
 */
export async function saveProcess({ db }: { db: Knex }, row: ProcessRow): Promise<void> {
  await ProcessStatus.query(db)
    .insert({ ...row, beatAt: raw('now()') })
    .onConflict('process')
    .merge()
    .where('process_statuses.started_at', '<=', row.startedAt);
}

/** Every process that was heard of lately, by name; of too many, those that were heard of last. */
export async function listProcesses({ db }: { db: Knex }): Promise<ProcessStatus[]> {
  const latest = await ProcessStatus.query(db).orderBy('beat_at', 'desc').limit(mostListed);
  return latest.toSorted((a, b) => (a.process < b.process ? -1 : 1));
}

/** Neither heard of, nor ended as planned. `now` in milliseconds since 1970, by Postgres. */
export function isSilent(
  { state, beatAt }: Pick<ProcessStatus, 'state' | 'beatAt'>,
  now: number,
  patience = silentAfter,
): boolean {
  return (state === 'running' || state === 'stopping') && now - beatAt.getTime() > patience;
}
