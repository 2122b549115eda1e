import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { audit } from './audit.ts';
import { AdminUser, StaffGuildRole } from './model.ts';
import { generatePassword, hashPassword } from './password.ts';
import type { Role } from './rules.ts';
import { lockStaff, manage, type Refused, refuse } from './staff-change.ts';
import { findAccountByName } from './staff-list.ts';
import { type By, insertAccount } from './store.ts';

interface Deps {
  db: Knex;
}

/** A new account with a generated password, which is told this once and must be changed at the first login. */
export async function createStaff(
  { db }: Deps,
  { username, role }: { username: string; role: Role | null },
  by: By,
): Promise<{ is: 'created'; id: string; password: string } | { is: 'taken' } | Refused> {
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  return transact(db, async (trx) => {
    await lockStaff(trx);
    const why = await refuse(trx, by, null, { role, isEnabled: true });
    if (why) return { is: 'refused', why };
    if (await findAccountByName({ db: trx }, username)) return { is: 'taken' };
    const { id } = await insertAccount(trx, { username, passwordHash, role, mustChangePassword: true });
    await audit(trx, { ...by, action: 'staff.created', subject: username, after: { role } });
    return { is: 'created', id, password };
  });
}

/** Sets the role everywhere. `from` is the role that was seen: where it is another by now, nothing is changed. */
export async function setRole(
  deps: Deps,
  id: string,
  { from, to }: { from: Role | null; to: Role | null },
  by: By,
): Promise<{ is: 'changed' | 'unchanged' | 'stale' } | Refused> {
  return manage(deps, id, by, { role: to }, async (trx, user) => {
    if (user.role === to) return { is: 'unchanged' };
    if (user.role !== from) return { is: 'stale' };
    await AdminUser.query(trx).findById(id).patch({ role: to });
    const change = { before: { role: from }, after: { role: to } };
    await audit(trx, { ...by, action: 'staff.role-set', subject: user.username, ...change });
    return { is: 'changed' };
  });
}

/** Sets the role in a guild that exists; null takes it away. */
export async function setGuildRole(
  deps: Deps,
  id: string,
  { guild, role }: { guild: Snowflake; role: StaffGuildRole['role'] | null },
  by: By,
): Promise<{ is: 'changed' | 'unchanged' } | Refused> {
  return manage(deps, id, by, { gives: role }, async (trx, user) => {
    const here = await StaffGuildRole.query(trx).findById([id, guild]);
    const before = here?.role ?? null;
    if (before === role) return { is: 'unchanged' };
    if (role === null) await StaffGuildRole.query(trx).deleteById([id, guild]);
    else if (here) await StaffGuildRole.query(trx).findById([id, guild]).patch({ role });
    else await StaffGuildRole.query(trx).insert({ userId: id, guildId: guild, role });
    const change = { before: { role: before }, after: { role } };
    await audit(trx, { ...by, guild, action: 'staff.guild-role-set', subject: user.username, ...change });
    return { is: 'changed' };
  });
}

/** A disabled account cannot log in, and its sessions are worth nothing from their next request on. */
export async function setDisabled(
  deps: Deps,
  id: string,
  isDisabled: boolean,
  by: By,
): Promise<{ is: 'changed' | 'unchanged' } | Refused> {
  return manage(deps, id, by, { isEnabled: !isDisabled }, async (trx, user) => {
    if ((user.disabledAt !== null) === isDisabled) return { is: 'unchanged' };
    await AdminUser.query(trx)
      .findById(id)
      .patch({ disabledAt: isDisabled ? new Date() : null });
    const change = { before: { disabled: !isDisabled }, after: { disabled: isDisabled } };
    const action = isDisabled ? 'staff.disabled' : 'staff.enabled';
    await audit(trx, { ...by, action, subject: user.username, ...change });
    return { is: 'changed' };
  });
}

/** A generated password in place of the present one, which ends all sessions; it is told this once. */
export async function resetPassword(
  deps: Deps,
  id: string,
  { clearSecondFactor }: { clearSecondFactor: boolean },
  by: By,
): Promise<{ is: 'reset'; password: string } | Refused> {
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  return manage(deps, id, by, { isReset: true }, async (trx, user) => {
    const cleared = clearSecondFactor ? { totpSecret: null, totpStep: null, recoveryHashes: [] } : {};
    await AdminUser.query(trx)
      .findById(id)
      .patch({ passwordHash, mustChangePassword: true, ...cleared });
    const before = { secondFactor: user.totpSecret !== null };
    const after = { secondFactor: before.secondFactor && !clearSecondFactor };
    await audit(trx, { ...by, action: 'staff.password-reset', subject: user.username, before, after });
    return { is: 'reset', password };
  });
}
