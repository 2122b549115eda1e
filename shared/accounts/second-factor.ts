import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import { type Knex, transact } from '../db/knex.ts';
import { audit } from './audit.ts';
import { AdminUser } from './model.ts';
import { isPassword } from './password.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { seal, unseal } from './seal.ts';
import type { By, Staff } from './store.ts';
import { newTotpSecret, stepOf } from './totp.ts';

interface Deps {
  db: Knex;
  clock: Clock;
  config: Pick<Config, 'SECRET'>;
}

/** A new secret, sealed: kept with the visitor until a code made with it has come back. */
export function proposeSecret({ config }: Pick<Deps, 'config'>, staff: string): string {
  return seal(lockOf(config, staff), newTotpSecret());
}

/** Undefined where SECRET is another by now. */
export function readSecret(
  { config }: Pick<Deps, 'config'>,
  staff: string,
  sealed: string,
): string | undefined {
  return unseal(lockOf(config, staff), sealed);
}

/** Asks for codes of that secret from the next login on. The recovery codes are told this once. */
export async function enrol(
  deps: Deps,
  { id, username }: Pick<Staff, 'id' | 'username'>,
  { sealed, code }: { sealed: string; code: string },
  by: By,
): Promise<{ is: 'enrolled'; recoveryCodes: string[] } | { is: 'refused' } | { is: 'already' }> {
  const secret = readSecret(deps, id, sealed);
  const step = secret && stepOf(secret, code, deps.clock());
  if (!step) return { is: 'refused' };
  const recoveryCodes = newRecoveryCodes();
  return transact(deps.db, async (trx) => {
    const enrolled = await AdminUser.query(trx)
      .where({ id })
      .whereNull('totp_secret')
      .patch({
        totpSecret: sealed,
        totpStep: String(step),
        recoveryHashes: recoveryCodes.map(hashRecoveryCode),
      });
    if (enrolled === 0) return { is: 'already' };
    const change = { before: { secondFactor: false }, after: { secondFactor: true } };
    await audit(trx, { ...by, action: 'second-factor.enrolled', subject: username, ...change });
    return { is: 'enrolled', recoveryCodes };
  });
}

/** Ten new recovery codes in place of all earlier ones, for whoever knows the password. */
export async function renewRecoveryCodes(
  { db }: Pick<Deps, 'db'>,
  id: string,
  password: string,
  by: By,
): Promise<{ is: 'renewed'; recoveryCodes: string[] } | { is: 'refused' } | { is: 'absent' }> {
  const user = await AdminUser.query(db).findById(id);
  if (!(await isPassword(password, user?.passwordHash)) || !user) return { is: 'refused' };
  const recoveryCodes = newRecoveryCodes();
  return transact(db, async (trx) => {
    const renewed = await AdminUser.query(trx)
      .where({ id, password_hash: user.passwordHash })
      .whereNotNull('totp_secret')
      .patch({ recoveryHashes: recoveryCodes.map(hashRecoveryCode) });
    if (renewed === 0) return { is: 'absent' };
    await audit(trx, { ...by, action: 'second-factor.recovery-renewed', subject: user.username });
    return { is: 'renewed', recoveryCodes };
  });
}

/** Logins ask for the password alone again; for whoever knows it. */
export async function disableSecondFactor(
  { db }: Pick<Deps, 'db'>,
  id: string,
  password: string,
  by: By,
): Promise<{ is: 'disabled' | 'refused' | 'absent' }> {
  const user = await AdminUser.query(db).findById(id);
  if (!(await isPassword(password, user?.passwordHash)) || !user) return { is: 'refused' };
  return transact(db, async (trx) => {
    const disabled = await AdminUser.query(trx)
      .where({ id, password_hash: user.passwordHash })
      .whereNotNull('totp_secret')
      .patch({ totpSecret: null, totpStep: null, recoveryHashes: [] });
    if (disabled === 0) return { is: 'absent' };
    const change = { before: { secondFactor: true }, after: { secondFactor: false } };
    await audit(trx, { ...by, action: 'second-factor.disabled', subject: user.username, ...change });
    return { is: 'disabled' };
  });
}

export async function countRecoveryCodes({ db }: Pick<Deps, 'db'>, id: string): Promise<number> {
  const user = await AdminUser.query(db).findById(id);
  return user?.recoveryHashes.length ?? 0;
}

function lockOf({ SECRET }: Deps['config'], owner: string) {
  return { secret: SECRET, purpose: 'totp', owner };
}
