import type { Knex } from '../db/knex.ts';
import { AdminUser } from './model.ts';
import { type Staff, toStaff } from './store.ts';

interface Deps {
  db: Knex;
}

/** An account, as those who manage staff see it. */
export interface StaffAccount extends Staff {
  createdAt: Date;
  lastLoginAt: Date | null;
  disabledAt: Date | null;
}

/** Every account by name, the disabled ones last. */
export async function listStaff({ db }: Deps): Promise<StaffAccount[]> {
  const users = await AdminUser.query(db).orderByRaw('disabled_at IS NOT NULL, lower(username)');
  return toAccounts(db, users);
}

export async function findAccount({ db }: Deps, id: string): Promise<StaffAccount | undefined> {
  const user = await AdminUser.query(db).findById(id);
  return user && (await toAccounts(db, [user]))[0];
}

/** Names are unique whatever their case. */
export async function findAccountByName({ db }: Deps, username: string): Promise<StaffAccount | undefined> {
  const user = await AdminUser.query(db).whereRaw('lower(username) = lower(?)', [username]).first();
  return user && (await toAccounts(db, [user]))[0];
}

/** In the order of the rows. For lists that page by themselves. */
export async function toAccounts(db: Knex, users: readonly AdminUser[]): Promise<StaffAccount[]> {
  const staff = new Map((await toStaff(db, users)).map((one) => [one.id, one]));
  return users.flatMap(({ id, createdAt, lastLoginAt, disabledAt }) => {
    const one = staff.get(id);
    return one ? [{ ...one, createdAt, lastLoginAt, disabledAt }] : [];
  });
}
