import type { Actor } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import type { Knex } from '../db/knex.ts';
import { transact } from '../db/knex.ts';
import { audit } from './audit.ts';
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
  hasSecondFactor: boolean;
  /** Of the current password: what a session must carry to be this account's. */
  fingerprint: string;
}

/** Who did it, and from where, for what is written down of it. */
export interface By {
  actor: Actor;
  ip?: string;
  requestId?: string;
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
  account: { username: string; password: string; role: Role | null; mustChangePassword?: boolean },
): Promise<Staff> {
  const { username, role, mustChangePassword = false } = account;
  const passwordHash = await hashPassword(account.password);
  return toOneStaff(db, await insertAccount(db, { username, role, mustChangePassword, passwordHash }));
}

/**
 * One answer, after the same time, for an unknown name, a wrong password and a disabled account. `code`: the password is
 * right, and the second factor is still to be proven (second-factor.ts) before the account is anybody's.
 */
export async function logIn(
  { db }: Deps,
  username: string,
  password: string,
): Promise<{ is: 'in' | 'code'; user: Staff } | { is: 'refused' }> {
  const user = await AdminUser.query(db).whereRaw('lower(username) = lower(?)', [username]).first();
  if (!(await isPassword(password, user?.passwordHash)) || !user || user.disabledAt) return { is: 'refused' };
  if (user.totpSecret) return { is: 'code', user: await toOneStaff(db, user) };
  await AdminUser.query(db).findById(user.id).patch({ lastLoginAt: new Date() });
  return { is: 'in', user: await toOneStaff(db, user) };
}

/** The account a session is for, while it is enabled and its password is the one the session began with. */
export async function findStaff(
  { db }: Deps,
  { id, fingerprint }: Pick<Staff, 'id' | 'fingerprint'>,
): Promise<Staff | undefined> {
  const user = await AdminUser.query(db)
    .findById(id)
    .select('admin_users.*', db.raw(rolesInGuilds))
    .castTo<(AdminUser & Pick<Staff, 'guildRoles'>) | undefined>();
  if (!user || user.disabledAt || fingerprintOf(user.passwordHash) !== fingerprint) return undefined;
  return staffOf(user, user.guildRoles);
}

const rolesInGuilds = `(SELECT coalesce(json_object_agg(guild_id, role), '{}') FROM staff_guild_roles
  WHERE user_id = admin_users.id) AS guild_roles`;

/** Sets a new password for whoever knows the current one, which ends all other sessions of the account. */
export async function changePassword(
  { db }: Deps,
  id: string,
  { current, next }: { current: string; next: string },
  from: Omit<By, 'actor'> = {},
): Promise<{ is: 'changed'; user: Staff } | { is: 'refused' } | { is: 'weak'; fault: PasswordFault }> {
  const user = await AdminUser.query(db).findById(id);
  if (!(await isPassword(current, user?.passwordHash)) || !user) return { is: 'refused' };
  const { username } = user;
  const fault = faultOf(next, { username, current });
  if (fault) return { is: 'weak', fault };
  const passwordHash = await hashPassword(next);
  return transact(db, async (trx) => {
    const changed = await AdminUser.query(trx)
      .where({ id, password_hash: user.passwordHash }) // whoever changed it meanwhile was first
      .patch({ passwordHash, mustChangePassword: false })
      .returning('*');
    if (!changed[0]) return { is: 'refused' };
    const actor = { kind: 'staff', id, name: username } as const;
    await audit(trx, { ...from, actor, action: 'password.changed', subject: username });
    return { is: 'changed', user: await toOneStaff(trx, changed[0]) };
  });
}

/** For this feature's own stores. */
export async function insertAccount(
  db: Knex,
  row: Pick<AdminUser, 'username' | 'passwordHash' | 'role' | 'mustChangePassword'>,
): Promise<AdminUser> {
  return AdminUser.query(db).insert(row).returning('*');
}

/** Rows as the rest of the system sees them, in any order. For this feature's own stores. */
export async function toStaff(db: Knex, users: readonly AdminUser[]): Promise<Staff[]> {
  const ids = users.map(({ id }) => id);
  const grants = await StaffGuildRole.query(db).whereIn('user_id', ids);
  return users.map((user) => {
    const own = grants.filter(({ userId }) => userId === user.id);
    return staffOf(user, Object.fromEntries(own.map(({ guildId, role }) => [guildId, role])));
  });
}

function staffOf(user: AdminUser, guildRoles: Staff['guildRoles']): Staff {
  const { id, username, role, mustChangePassword, passwordHash, totpSecret } = user;
  return {
    id,
    username,
    role,
    guildRoles,
    mustChangePassword,
    hasSecondFactor: totpSecret !== null,
    fingerprint: fingerprintOf(passwordHash),
  };
}

export async function toOneStaff(db: Knex, user: AdminUser): Promise<Staff> {
  const [staff] = await toStaff(db, [user]);
  if (!staff) throw new Error('one row is one account');
  return staff;
}
