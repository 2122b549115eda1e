import { AppError } from '../core/errors.ts';
import type { Knex } from '../db/knex.ts';
import { transact } from '../db/knex.ts';
import { AdminUser, StaffGuildRole } from './model.ts';
import { fingerprintOf, generatePassword, hashPassword, isPassword } from './password.ts';
import { faultOf, isTooLong, normalize, type PasswordFault, type Role } from './rules.ts';

interface Deps {
  db: Knex;
}

/** A staff account as the rest of the system sees it. */
export interface Staff {
  id: string;
  username: string;
  /** Everywhere; null where it has roles in single guilds only. */
  role: Role | null;
  /** Guild id → role there. */
  guildRoles: Record<string, Role>;
  mustChangePassword: boolean;
  /** Of the current password: what a session must carry to be this account's. */
  fingerprint: string;
}

/**
 * Creates the first owner where there is no account at all; two processes at once create one. Returns what to log
 * in with only when the password was generated: it is shown once, kept nowhere, and must be changed. Throws
 * `bad-config` for a given password that no login would accept.
 */
export async function ensureOwner(
  { db }: Deps,
  { username, password }: { username: string; password?: string },
): Promise<{ username: string; password: string } | undefined> {
  if (await AdminUser.query(db).first()) return undefined;
  const secret = password ?? generatePassword();
  if (isTooLong(normalize(secret)))
    throw new AppError('bad-config', { message: 'ADMIN_PASSWORD: 72 bytes are the most.' });
  const passwordHash = await hashPassword(secret);
  const created = await transact(db, async (trx) => {
    await trx.raw('LOCK TABLE admin_users IN SHARE ROW EXCLUSIVE MODE');
    if (await AdminUser.query(trx).first()) return false;
    await insertAccount(trx, { username, passwordHash, role: 'owner', mustChangePassword: !password });
    return true;
  });
  return created && !password ? { username, password: secret } : undefined;
}

/** Adds an account. Names are unique whatever their case. */
export async function createAccount(
  { db }: Deps,
  account: { username: string; password: string; role: Role; mustChangePassword?: boolean },
): Promise<Staff> {
  const { username, role, mustChangePassword = false } = account;
  const passwordHash = await hashPassword(account.password);
  return toStaff(db, await insertAccount(db, { username, role, mustChangePassword, passwordHash }));
}

/** One answer, after the same time, for an unknown name and for a wrong password. */
export async function logIn(
  { db }: Deps,
  username: string,
  password: string,
): Promise<{ is: 'in'; user: Staff } | { is: 'refused' }> {
  const user = await AdminUser.query(db).whereRaw('lower(username) = lower(?)', [username]).first();
  if (!(await isPassword(password, user?.passwordHash)) || !user) return { is: 'refused' };
  await AdminUser.query(db).findById(user.id).patch({ lastLoginAt: new Date() });
  return { is: 'in', user: await toStaff(db, user) };
}

/** The account a session is for, while its password is the one it began with. */
export async function findStaff(
  { db }: Deps,
  { id, fingerprint }: Pick<Staff, 'id' | 'fingerprint'>,
): Promise<Staff | undefined> {
  const user = await AdminUser.query(db).findById(id);
  if (!user || fingerprintOf(user.passwordHash) !== fingerprint) return undefined;
  return toStaff(db, user);
}

/** Sets a new password for whoever knows the current one, which ends all other sessions of the account. */
export async function changePassword(
  { db }: Deps,
  id: string,
  { current, next }: { current: string; next: string },
): Promise<{ is: 'changed'; user: Staff } | { is: 'refused' } | { is: 'weak'; fault: PasswordFault }> {
  const user = await AdminUser.query(db).findById(id);
  if (!(await isPassword(current, user?.passwordHash)) || !user) return { is: 'refused' };
  const fault = faultOf(next, { username: user.username, current });
  if (fault) return { is: 'weak', fault };
  const passwordHash = await hashPassword(next);
  const changed = await AdminUser.query(db)
    .where({ id, password_hash: user.passwordHash }) // whoever changed it meanwhile was first
    .patch({ passwordHash, mustChangePassword: false })
    .returning('*');
  return changed[0] ? { is: 'changed', user: await toStaff(db, changed[0]) } : { is: 'refused' };
}

async function insertAccount(
  db: Knex,
  row: Pick<AdminUser, 'username' | 'passwordHash' | 'role' | 'mustChangePassword'>,
): Promise<AdminUser> {
  return AdminUser.query(db).insert(row).returning('*');
}

async function toStaff(db: Knex, user: AdminUser): Promise<Staff> {
  const { id, username, role, mustChangePassword, passwordHash } = user;
  const rows = await StaffGuildRole.query(db).where('user_id', id);
  const guildRoles = Object.fromEntries(rows.map(({ guildId, role }) => [guildId, role]));
  return { id, username, role, guildRoles, mustChangePassword, fingerprint: fingerprintOf(passwordHash) };
}
