import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import { type Knex, transact } from '../db/knex.ts';
import { audit } from './audit.ts';
import { AdminUser } from './model.ts';
import { fingerprintOf } from './password.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { readSecret } from './second-factor.ts';
import { type By, type Staff, toOneStaff } from './store.ts';
import { stepOf } from './totp.ts';

interface Deps {
  db: Knex;
  clock: Clock;
  config: Pick<Config, 'SECRET'>;
}

/**
 * The second step of a login: a code of the app, which counts once, or a recovery code, which is used up. `left` is the
 * number of recovery codes, where one was used.
 */
export async function logInWithCode(
  deps: Deps,
  { id, fingerprint }: Pick<Staff, 'id' | 'fingerprint'>,
  code: string,
  from: Omit<By, 'actor'> = {},
): Promise<{ is: 'in'; user: Staff; left?: number } | { is: 'refused' }> {
  const user = await AdminUser.query(deps.db).findById(id);
  if (!user?.totpSecret || user.disabledAt || fingerprintOf(user.passwordHash) !== fingerprint)
    return { is: 'refused' };
  if (await takeCode(deps, user, code)) return { is: 'in', user: await toOneStaff(deps.db, user) };
  const left = await takeRecoveryCode(deps.db, user, code, from);
  return left === undefined ? { is: 'refused' } : { is: 'in', user: await toOneStaff(deps.db, user), left };
}

/** Only one of several logins with the same code finds its step still to be taken. */
async function takeCode({ db, clock, config }: Deps, user: AdminUser, code: string): Promise<boolean> {
  const { id, totpSecret } = user;
  const secret = totpSecret && readSecret({ config }, id, totpSecret);
  const step = secret && stepOf(secret, code, clock());
  if (!step) return false;
  const taken = await AdminUser.query(db)
    .where({ id, totp_secret: totpSecret })
    .whereRaw('coalesce(totp_step, 0) < ?', [step])
    .patch({ totpStep: String(step), lastLoginAt: new Date() });
  return taken > 0;
}

async function takeRecoveryCode(
  db: Knex,
  { id, username }: AdminUser,
  code: string,
  from: Omit<By, 'actor'>,
): Promise<number | undefined> {
  const hash = hashRecoveryCode(code);
  return transact(db, async (trx) => {
    const { rows } = await trx.raw<{ rows: { left: number }[] }>(
      `UPDATE admin_users SET recovery_hashes = array_remove(recovery_hashes, ?), last_login_at = now()
       WHERE id = ? AND recovery_hashes @> ARRAY[?] RETURNING cardinality(recovery_hashes) AS left`,
      [hash, id, hash],
    );
    const left = rows[0]?.left;
    if (left === undefined) return undefined;
    const actor = { kind: 'staff', id, name: username } as const;
    const after = { recoveryCodesLeft: left };
    await audit(trx, { ...from, actor, action: 'second-factor.recovery-used', subject: username, after });
    return left;
  });
}
