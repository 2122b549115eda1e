import { type Knex, transact } from '../db/knex.ts';
import { AdminUser } from './model.ts';
import { refusalOf, type StaffRefusal, type Standing } from './staff-rules.ts';
import type { By } from './store.ts';

export type Refused = { is: 'refused'; why: StaffRefusal | 'unknown' };

interface Outcome extends Partial<Pick<Standing, 'role' | 'isEnabled'>> {
  isReset?: boolean;
}

/**
 * Changes an account where the rules allow it. Changes of staff come one after another, so that what the rules saw is
 * what is changed.
 */
export async function manage<T>(
  { db }: { db: Knex },
  id: string,
  by: By,
  outcome: Outcome,
  change: (trx: Knex.Transaction, user: AdminUser) => Promise<T>,
): Promise<T | Refused> {
  return transact(db, async (trx) => {
    await lockStaff(trx);
    const user = await AdminUser.query(trx).findById(id);
    if (!user) return { is: 'refused', why: 'unknown' };
    const why = await refuse(trx, by, standingOf(user), { ...standingOf(user), ...outcome });
    return why ? { is: 'refused', why } : change(trx, user);
  });
}

export async function lockStaff(trx: Knex.Transaction): Promise<void> {
  await trx.raw('LOCK TABLE admin_users IN SHARE ROW EXCLUSIVE MODE');
}

/**
 * Why the rules forbid it, if they do. The account that acts is read again: it may have lost its role since it was let
 * in. Behind `lockStaff`.
 */
export async function refuse(
  trx: Knex.Transaction,
  { actor }: By,
  target: Standing | null,
  after: Pick<Standing, 'role' | 'isEnabled'> & Outcome,
): Promise<StaffRefusal | undefined> {
  const account = actor.kind === 'staff' ? await AdminUser.query(trx).findById(actor.id) : undefined;
  if (actor.kind !== 'system' && !account) return 'not-owner';
  const owners = AdminUser.query(trx).where('role', 'owner').whereNull('disabled_at');
  const otherOwners = await (target ? owners.whereNot('id', target.id) : owners).resultSize();
  const standing = account ? standingOf(account) : null;
  return refusalOf({ actor: standing, target, after, isReset: after.isReset, otherOwners });
}

function standingOf({ id, role, disabledAt }: AdminUser): Standing {
  return { id, role, isEnabled: disabledAt === null };
}
