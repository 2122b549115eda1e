import type { Knex } from '../db/knex.ts';
import { audit } from './audit.ts';
import { AdminUser } from './model.ts';
import type { Role } from './rules.ts';
import { manage, type Refused } from './staff-change.ts';
import { stampOf } from './stamp.ts';
import type { By } from './store.ts';

type Deps = { db: Knex };

/** What is edited of an account. */
interface Editable {
  role: Role | null;
  isDisabled: boolean;
}

/** Stands for what is edited, as it was seen. */
export function staffStamp({ role, disabledAt }: Pick<AdminUser, 'role' | 'disabledAt'>): string {
  return stampOf([role, disabledAt]);
}

/** Several at once, based on what was seen; each is an entry of the log by itself. Who is disabled has no session any more. */
export async function editStaff(
  deps: Deps,
  id: string,
  { seen, ...to }: Partial<Editable> & { seen: string },
  by: By,
): Promise<{ is: 'edited' | 'stale' } | Refused> {
  const { role, isDisabled } = to;
  const outcome = {
    ...(role === undefined ? {} : { role }),
    ...(isDisabled === undefined ? {} : { isEnabled: !isDisabled }),
  };
  return manage(deps, id, by, outcome, async (trx, user) => {
    if (staffStamp(user) !== seen) return { is: 'stale' };
    const was = user.disabledAt !== null;
    const subject = user.username;
    if (role !== undefined && role !== user.role) {
      await AdminUser.query(trx).findById(id).patch({ role });
      const change = { before: { role: user.role }, after: { role } };
      await audit(trx, { ...by, action: 'staff.role-set', subject, ...change });
    }
    if (isDisabled !== undefined && isDisabled !== was) {
      await AdminUser.query(trx)
        .findById(id)
        .patch({ disabledAt: isDisabled ? new Date() : null });
      const change = { before: { disabled: was }, after: { disabled: isDisabled } };
      await audit(trx, {
        ...by,
        action: isDisabled ? 'staff.disabled' : 'staff.enabled',
        subject,
        ...change,
      });
    }
    return { is: 'edited' };
  });
}

/**
 * Deletes an account, its roles in guilds and its sessions with it. What it did stays in the log under its name; keys that
 * it made go on in guilds, but do nothing any more that is of no single guild.
 */
export async function removeStaff(deps: Deps, id: string, by: By): Promise<{ is: 'removed' } | Refused> {
  return manage(deps, id, by, { role: null, isEnabled: false }, async (trx, user) => {
    await AdminUser.query(trx).deleteById(id);
    const before = { role: user.role };
    await audit(trx, { ...by, action: 'staff.deleted', subject: user.username, before });
    return { is: 'removed' };
  });
}

/** For somebody who has lost the phone and the recovery codes: logins ask for the password alone again. */
export async function clearSecondFactor(
  deps: Deps,
  id: string,
  by: By,
): Promise<{ is: 'cleared' | 'absent' } | Refused> {
  return manage(deps, id, by, { isReset: true }, async (trx, user) => {
    if (user.totpSecret === null) return { is: 'absent' };
    await AdminUser.query(trx).findById(id).patch({ totpSecret: null, totpStep: null, recoveryHashes: [] });
    const change = { before: { secondFactor: true }, after: { secondFactor: false } };
    await audit(trx, { ...by, action: 'second-factor.cleared', subject: user.username, ...change });
    return { is: 'cleared' };
  });
}
