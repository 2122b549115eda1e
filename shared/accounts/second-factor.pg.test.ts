import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { MINUTE, SECOND } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { AdminUser, AuditEntry } from './model.ts';
import {
  disableSecondFactor,
  enrol,
  proposeSecret,
  readSecret,
  renewRecoveryCodes,
} from './second-factor.ts';
import { logInWithCode } from './second-factor-login.ts';
import { createAccount, logIn, type Staff } from './store.ts';

describe('the second factor', () => {
  const test = useDatabase();
  const password = 'correct horse battery';
  const config = { SECRET: 's'.repeat(32) };
  let now = Date.UTC(2026, 10, 24, 12);
  const deps = () => ({ db: test.db, clock: () => now, config });
  let staff: Staff;
  let secret = '';
  let recoveryCodes: string[] = [];

  const codeAt = (timestamp: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
  const by = () => ({ actor: { kind: 'staff', id: staff.id, name: staff.username } }) as const;
  const tryCode = async (code: string) => (await logInWithCode(deps(), staff, code)).is;

  before(async () => {
    staff = await createAccount(test, { username: 'ada', password, role: 'viewer' });
  });

  /** Begins anew, some time later. */
  beforeEach(async () => {
    now += 10 * MINUTE;
    await AdminUser.query(test.db)
      .findById(staff.id)
      .patch({ totpSecret: null, totpStep: null, recoveryHashes: [] });
    const sealed = proposeSecret(deps(), staff.id);
    secret = readSecret(deps(), staff.id, sealed) ?? '';
    const result = await enrol(deps(), staff, { sealed, code: codeAt(now) }, by());
    if (result.is !== 'enrolled') throw new Error(result.is);
    recoveryCodes = result.recoveryCodes;
    now += MINUTE;
  });

  it('is on once a code was shown to work, and not before', async () => {
    await AdminUser.query(test.db).findById(staff.id).patch({ totpSecret: null });
    const sealed = proposeSecret(deps(), staff.id);
    const wrong = await enrol(deps(), staff, { sealed, code: codeAt(now) }, by()); // of another secret
    expect(wrong).to.deep.equal({ is: 'refused' });
    expect(await logIn(test, 'ada', password)).to.include({ is: 'in' });
    secret = readSecret(deps(), staff.id, sealed) ?? '';
    expect(await enrol(deps(), staff, { sealed, code: codeAt(now) }, by())).to.include({ is: 'enrolled' });
    expect(await logIn(test, 'ada', password)).to.include({ is: 'code' });
    expect(await enrol(deps(), staff, { sealed, code: codeAt(now) }, by())).to.deep.equal({ is: 'already' });
  });

  it('keeps the secret encrypted, and takes none that was sealed for another account', async () => {
    const row = await AdminUser.query(test.db).findById(staff.id);
    expect(JSON.stringify(row)).to.not.include(secret);
    const foreign = proposeSecret(deps(), '999');
    expect(readSecret(deps(), staff.id, foreign)).to.equal(undefined);
    expect(await enrol(deps(), staff, { sealed: foreign, code: '000000' }, by())).to.deep.equal({
      is: 'refused',
    });
  });

  it('takes a code of now and of the steps beside it, and of no other', async () => {
    const step = 30 * SECOND;
    for (const far of [-3, -2, 2, 3])
      expect(await tryCode(codeAt(now + far * step)), String(far)).to.equal('refused');
    for (const near of [-1, 0, 1])
      expect(await tryCode(codeAt(now + near * step)), String(near)).to.equal('in');
  });

  it('takes a code once, also of several at the same moment, and none from before it', async () => {
    const code = codeAt(now);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => tryCode(code)));
    expect(outcomes.filter((is) => is === 'in')).to.have.length(1);
    expect(await tryCode(code)).to.equal('refused');
    expect(await tryCode(codeAt(now - 30 * SECOND))).to.equal('refused');
    now += 30 * SECOND;
    expect(await tryCode(codeAt(now))).to.equal('in');
  });

  it('does not take the code again that switched it on', async () => {
    now -= MINUTE;
    expect(await tryCode(codeAt(now))).to.equal('refused');
  });

  it('takes each recovery code once, however it is typed', async () => {
    expect(new Set(recoveryCodes)).to.have.property('size', 10);
    const [first = '', second = ''] = recoveryCodes;
    const outcomes = await Promise.all([1, 2, 3].map(() => logInWithCode(deps(), staff, first)));
    expect(outcomes.filter(({ is }) => is === 'in')).to.have.length(1);
    expect(await tryCode(first)).to.equal('refused');
    const result = await logInWithCode(deps(), staff, ` ${second.toUpperCase().replaceAll('-', ' ')} `);
    expect(result).to.include({ is: 'in', left: 8 });
    const entry = await AuditEntry.query(test.db).orderBy('id', 'desc').first();
    expect(entry).to.deep.include({ action: 'second-factor.recovery-used', after: { recoveryCodesLeft: 8 } });
    const row = await AdminUser.query(test.db).findById(staff.id);
    for (const code of recoveryCodes) expect(JSON.stringify(row)).to.not.include(code.replaceAll('-', ''));
  });

  it('takes nothing else for a code', async () => {
    for (const code of ['', '0', '000000000000', '١٢٣٤٥٦', "' OR 1=1 --", 'a'.repeat(64)])
      expect(await tryCode(code), code).to.equal('refused');
  });

  it('lets nobody in whose password was changed since, or whose account is disabled', async () => {
    expect(await logInWithCode(deps(), { ...staff, fingerprint: 'other' }, codeAt(now))).to.include({
      is: 'refused',
    });
    const account = () => AdminUser.query(test.db).findById(staff.id);
    await account().patch({ disabledAt: new Date() });
    expect(await tryCode(codeAt(now))).to.equal('refused');
    expect(await tryCode(recoveryCodes[0] ?? '')).to.equal('refused');
    await account().patch({ disabledAt: null });
    expect(await tryCode(codeAt(now))).to.equal('in');
  });

  it('makes new recovery codes, or goes, only for the password', async () => {
    expect(await renewRecoveryCodes(deps(), staff.id, 'wrong', by())).to.deep.equal({ is: 'refused' });
    expect(await renewRecoveryCodes(deps(), staff.id, password, by())).to.include({ is: 'renewed' });
    expect(await tryCode(recoveryCodes[0] ?? '')).to.equal('refused');
    expect(await disableSecondFactor(deps(), staff.id, 'wrong', by())).to.deep.equal({ is: 'refused' });
    expect(await disableSecondFactor(deps(), staff.id, password, by())).to.deep.equal({ is: 'disabled' });
    expect(await disableSecondFactor(deps(), staff.id, password, by())).to.deep.equal({ is: 'absent' });
    expect(await logIn(test, 'ada', password)).to.include({ is: 'in' });
  });
});
