import { audit } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { MaintenanceRun, type RunState } from './model.ts';

/** Done, or failed with a reason for those who run the system. False where the run is no longer this worker's: nothing changes. */
export function finishRun(
  { db }: { db: Knex },
  run: MaintenanceRun,
  end: { is: 'done' } | { is: 'failed'; why: string },
): Promise<boolean> {
  return transact(db, async (trx) => {
    const mine = trx(MaintenanceRun.tableName).where({ id: run.id, claims: run.claims, state: 'running' });
    const error = end.is === 'failed' ? end.why.slice(0, longest) : null;
    const total = end.is === 'done' ? { total: trx.ref('done') } : {};
    const changed = await mine.update({ ...finishedAs(trx, end.is), ...total, error });
    if (changed === 0) return false;
    const after = { run: run.id, ...(error ? { error } : {}) };
    const actor = { kind: 'system', name: 'system' } as const;
    await audit(trx, { actor, ...guildOf(run), action: `maintenance.${end.is}`, subject: run.kind, after });
    return true;
  });
}

const longest = 2_000; // characters of an error

/** The columns of a run that is over. */
export function finishedAs(
  db: Knex,
  state: Exclude<RunState, 'waiting' | 'running'>,
): Record<string, unknown> {
  return { state, cursor: null, finished_at: db.fn.now() };
}

export function guildOf({ guildId }: Pick<MaintenanceRun, 'guildId'>): { guild?: string } {
  return guildId === '0' ? {} : { guild: guildId };
}
