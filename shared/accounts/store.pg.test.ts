import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { AdminUser } from './model.ts';
import { changePassword, createAccount, ensureOwner, findStaff, logIn } from './store.ts';

describe('staff accounts', () => {
  const test = useDatabase();
  const password = 'correct horse battery';

  beforeEach(() => AdminUser.query(test.db).delete());

  it('makes one owner however many processes start at once, and tells its password once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensureOwner(test, { username: 'owner' })));
    const told = made.filter((credentials) => credentials !== undefined);
    expect(told).to.have.length(1);
    expect(await AdminUser.query(test.db).resultSize()).to.equal(1);
    expect(await ensureOwner(test, { username: 'owner' })).to.equal(undefined);
    const result = await logIn(test, 'owner', told[0]?.password ?? '');
    expect(result).to.deep.include({ is: 'in' }).and.have.nested.property('user.mustChangePassword', true);
  });

  it('takes a given password as it is', async () => {
    expect(await ensureOwner(test, { username: 'owner', password })).to.equal(undefined);
    const result = await logIn(test, 'OWNER', password);
    expect(result).to.have.nested.property('user.role', 'owner');
    expect(result).to.have.nested.property('user.mustChangePassword', false);
  });

  it('refuses a given password that could never be used to log in', async () => {
    const refused = await ensureOwner(test, { username: 'owner', password: 'ä'.repeat(40) }).catch(
      (error) => error,
    );
    expect(refused).to.include({ code: 'bad-config' });
  });

  it('refuses wrong passwords, unknown names, and what bcrypt would cut off', async () => {
    const long = 'correct horse battery staple, and then some more words up to seventy-two';
    await createAccount(test, { username: 'ada', password: long, role: 'viewer' });
    for (const [username, tried] of [
      ['ada', 'wrong'],
      ['nobody', long],
      ['', ''],
      ['ada', `${long}!`],
      ["' OR 1=1 --", long],
    ] as const)
      expect(await logIn(test, username, tried), tried).to.deep.equal({ is: 'refused' });
    expect(await logIn(test, 'ada', long)).to.include({ is: 'in' });
  });

  it('takes a name once, whatever its case', async () => {
    await createAccount(test, { username: 'ada', password, role: 'viewer' });
    const second = await createAccount(test, { username: 'ADA', password, role: 'viewer' }).catch(
      (error) => error,
    );
    expect(second).to.include({ constraint: 'admin_users_username' });
  });

  it('changes a password for whoever knows it, and disowns sessions begun with the old one', async () => {
    const before = await createAccount(test, { username: 'ada', password, role: 'viewer' });
    const change = (current: string, next: string) => changePassword(test, before.id, { current, next });
    expect(await change('wrong', 'another good sentence')).to.deep.equal({ is: 'refused' });
    expect(await change(password, 'short')).to.deep.equal({ is: 'weak', fault: 'short' });
    const changed = await change(password, 'another good sentence');
    expect(changed).to.include({ is: 'changed' });
    expect(await findStaff(test, before)).to.equal(undefined);
    if (changed.is === 'changed') expect(await findStaff(test, changed.user)).to.deep.equal(changed.user);
  });
});
