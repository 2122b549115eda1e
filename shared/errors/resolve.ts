import { audit, type Deed } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { RouteError } from './model.ts';

type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export type Resolved =
  | { is: 'resolved' | 'reopened'; error: RouteError }
  /** It was so before; nothing was done. */
  | { is: 'already'; error: RouteError }
  | { is: 'unknown' };

/** Takes an error for mended; it opens again by itself where it happens after this moment. */
export function resolveError({ db }: { db: Knex }, id: string, by: By): Promise<Resolved> {
  return turn(db, id, by, true);
}

export function reopenError({ db }: { db: Knex }, id: string, by: By): Promise<Resolved> {
  return turn(db, id, by, false);
}

function turn(db: Knex, id: string, by: By, resolve: boolean): Promise<Resolved> {
  return transact(db, async (trx): Promise<Resolved> => {
    const error = await RouteError.query(trx).findById(id).forUpdate();
    if (!error) return { is: 'unknown' };
    if ((error.resolvedAt !== null) === resolve) return { is: 'already', error };
    await trx.raw(
      `UPDATE route_errors SET resolved_at = ${resolve ? 'clock_timestamp()' : 'NULL'}, resolved_by = ? WHERE id = ?`,
      [resolve ? by.actor.name : null, id],
    );
    const action = resolve ? 'error.resolved' : 'error.reopened';
    await audit(trx, { ...by, action, subject: subjectOf(error) });
    const changed = await RouteError.query(trx).findById(id).throwIfNotFound();
    return { is: resolve ? 'resolved' : 'reopened', error: changed };
  });
}

function subjectOf({ id, type, place }: RouteError): string {
  return `${type} in ${place} (${id})`;
}
