import { audit, type Deed } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { finishedAs, guildOf } from './finish.ts';
import { MaintenanceRun } from './model.ts';

export type Cancelled = { is: 'cancelled' | 'over'; run: MaintenanceRun } | { is: 'unknown' };

/** Ends a run that waits or is under way; its worker stops within seconds. What it has done stays done. */
export function cancelRun(
  { db }: { db: Knex },
  id: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<Cancelled> {
  return transact(db, async (trx): Promise<Cancelled> => {
    const run = await MaintenanceRun.query(trx).findById(id).forUpdate();
    if (!run) return { is: 'unknown' };
    if (run.finishedAt) return { is: 'over', run };
    await trx(MaintenanceRun.tableName).where({ id }).update(finishedAs(trx, 'cancelled'));
    const told = {
      action: 'maintenance.cancelled',
      subject: run.kind,
      after: { run: id, done: Number(run.done) },
    };
    await audit(trx, { ...by, ...guildOf(run), ...told });
    return { is: 'cancelled', run: await MaintenanceRun.query(trx).findById(id).throwIfNotFound() };
  });
}
