import { type Knex, transact } from '../db/knex.ts';
import { AdminUser, ApiKey, StaffGuildRole } from './model.ts';
import type { Role } from './rules.ts';
import { refusalOf, type StaffRefusal, type Standing } from './staff-rules.ts';
import type { By } from './store.ts';

export type Refused = { is: 'refused'; why: StaffRefusal | 'unknown' };

interface Outcome extends Partial<Pick<Standing, 'role' | 'isEnabled'>> {
  isReset?: boolean;
  /** In a guild. */
  gives?: Role | null;
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

/** Why somebody may not see where an account is, by the same rules. Changes nothing: nobody waits for it. */
export async function refuseSight(
  { db }: { db: Knex },
  id: string,
  by: By,
): Promise<Refused['why'] | undefined> {
  const user = await AdminUser.query(db).findById(id);
  return user ? refuse(db, by, standingOf(user), standingOf(user)) : 'unknown';
}

export async function lockStaff(trx: Knex.Transaction): Promise<void> {
  await trx.raw('LOCK TABLE admin_users IN SHARE ROW EXCLUSIVE MODE');
}

/**
 * Why the rules forbid it, if they do. The account that acts, or whose key does, is read again: it may have lost its
 * role since it was let in. Behind `lockStaff` where something is changed.
 */
export async function refuse(
  trx: Knex,
  { actor }: By,
  target: Standing | null,
  after: Pick<Standing, 'role' | 'isEnabled'> & Outcome,
): Promise<StaffRefusal | undefined> {
  const key = actor.kind === 'key' ? await ApiKey.query(trx).findById(actor.id) : undefined;
  const id = actor.kind === 'staff' ? actor.id : key?.createdBy;
  const account = id ? await AdminUser.query(trx).findById(id) : undefined;
  if (actor.kind !== 'system' && !account) return 'not-owner';
  const owners = AdminUser.query(trx).where('role', 'owner').whereNull('disabled_at');
  const otherOwners = await (target ? owners.whereNot('id', target.id) : owners).resultSize();
  return refusalOf({
    actor: account ? standingOf(account) : null,
    key: key && { scopes: key.scopes, roles: await rolesOf(trx, target, after) },
    target,
    after,
    isReset: after.isReset,
    otherOwners,
  });
}

async function rolesOf(
  trx: Knex,
  target: Standing | null,
  { role, gives = null }: Outcome & { role: Role | null },
) {
  const inGuilds = target ? await StaffGuildRole.query(trx).where({ user_id: target.id }) : [];
  return [target?.role ?? null, role, gives, ...inGuilds.map((one) => one.role)];
}

function standingOf({ id, role, disabledAt }: AdminUser): Standing {
  return { id, role, isEnabled: disabledAt === null };
}
