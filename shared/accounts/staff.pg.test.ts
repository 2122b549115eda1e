import { expect } from 'chai';
import { snowflakeAt } from '../core/snowflake.ts';
import { useDatabase } from '../testing/database.ts';
import { AdminUser, AuditEntry, StaffGuildRole } from './model.ts';
import type { Role } from './rules.ts';
import { createStaff, resetPassword, setDisabled, setGuildRole, setRole } from './staff.ts';
import { findAccount, listStaff } from './staff-list.ts';
import { type By, findStaff, logIn, toOneStaff } from './store.ts';

describe('managing staff', () => {
  const test = useDatabase();
  const console_: By = { actor: { kind: 'system', name: 'console' } };
  const guild = snowflakeAt(Date.UTC(2020, 1, 1));

  before(() => test.db('guilds').insert({ id: guild, name: 'Guild' }));
  beforeEach(() => AdminUser.query(test.db).delete());

  /** Without the quarter of a second that a real password costs. */
  async function add(username: string, role: Role | null): Promise<{ id: string; by: By }> {
    const { id } = await AdminUser.query(test.db)
      .insert({ username, role, passwordHash: 'none' })
      .returning('*');
    return { id, by: { actor: { kind: 'staff', id, name: username }, ip: '192.0.2.1', requestId: 'r' } };
  }
  const roleOf = async (id: string) => (await findAccount(test, id))?.role;
  const lastEntry = () => AuditEntry.query(test.db).orderBy('id', 'desc').first();

  it('makes an account whose generated password lets in once it is changed', async () => {
    const owner = await add('owner', 'owner');
    const made = await createStaff(test, { username: 'ada', role: null }, owner.by);
    if (made.is !== 'created') throw new Error(made.is);
    const result = await logIn(test, 'ada', made.password);
    expect(result).to.have.nested.property('user.mustChangePassword', true);
    expect(result).to.have.nested.property('user.role', null);
    expect(await createStaff(test, { username: 'ADA', role: 'viewer' }, owner.by)).to.deep.equal({
      is: 'taken',
    });
    const entry = await lastEntry();
    expect(entry).to.include({ action: 'staff.created', subject: 'ada', actorId: owner.id, ip: '192.0.2.1' });
    expect(JSON.stringify(entry)).to.not.include(made.password);
  });

  it('is for owners: nobody below raises anybody, least of all itself', async () => {
    await add('owner', 'owner');
    const other = await add('other', 'viewer');
    for (const role of ['admin', 'moderator', 'viewer', null] as const) {
      const account = await add(`one-${role}`, role);
      const refused = { is: 'refused', why: 'not-owner' };
      for (const id of [account.id, other.id]) {
        expect(await setRole(test, id, { from: role, to: 'owner' }, account.by)).to.deep.equal(refused);
        expect(await setGuildRole(test, id, { guild, role: 'admin' }, account.by)).to.deep.equal(refused);
        expect(await setDisabled(test, id, true, account.by)).to.deep.equal(refused);
      }
      expect(await roleOf(account.id)).to.equal(role);
    }
    expect(await AuditEntry.query(test.db).where('subject', 'like', 'one-%').resultSize()).to.equal(0);
    expect(await StaffGuildRole.query(test.db).resultSize()).to.equal(0);
  });

  it('trusts no role that was lost since the request was let in', async () => {
    const [owner, other] = [await add('owner', 'owner'), await add('other', 'owner')];
    await setRole(test, other.id, { from: 'owner', to: 'viewer' }, owner.by);
    expect(await setRole(test, owner.id, { from: 'owner', to: 'viewer' }, other.by)).to.deep.equal({
      is: 'refused',
      why: 'not-owner',
    });
    const key: By = { actor: { kind: 'key', id: owner.id, name: 'key' } };
    expect(await setDisabled(test, other.id, true, key)).to.have.property('why', 'not-owner');
  });

  it('keeps the last owner that can log in', async () => {
    const owner = await add('owner', 'owner');
    const spare = await add('spare', 'owner');
    await setDisabled(test, spare.id, true, owner.by);
    const last = { is: 'refused', why: 'last-owner' };
    expect(await setRole(test, owner.id, { from: 'owner', to: 'admin' }, owner.by)).to.deep.equal(last);
    expect(await setRole(test, owner.id, { from: 'owner', to: null }, console_)).to.deep.equal(last);
    expect(await setDisabled(test, owner.id, true, console_)).to.deep.equal(last);
    await setDisabled(test, spare.id, false, owner.by);
    expect(await setRole(test, owner.id, { from: 'owner', to: 'admin' }, owner.by)).to.deep.equal({
      is: 'changed',
    });
  });

  it('leaves an owner however many are demoted at once', async () => {
    for (let round = 0; round < 5; round++) {
      await AdminUser.query(test.db).delete();
      const owners = [await add('a', 'owner'), await add('b', 'owner'), await add('c', 'owner')];
      const demote = ({ id }: { id: string }) => setRole(test, id, { from: 'owner', to: 'viewer' }, console_);
      const outcomes = await Promise.all(owners.map(demote));
      expect(outcomes.filter(({ is }) => is === 'changed')).to.have.length(2);
      expect(await AdminUser.query(test.db).where('role', 'owner').resultSize()).to.equal(1);
    }
  });

  it('leaves an owner where two demote each other, or one demotes and one disables', async () => {
    for (let round = 0; round < 5; round++) {
      await AdminUser.query(test.db).delete();
      const [a, b] = [await add('a', 'owner'), await add('b', 'owner')];
      await Promise.all([
        setRole(test, a.id, { from: 'owner', to: 'viewer' }, b.by),
        round % 2
          ? setDisabled(test, b.id, true, a.by)
          : setRole(test, b.id, { from: 'owner', to: 'viewer' }, a.by),
      ]);
      const left = (await listStaff(test)).filter(({ role, disabledAt }) => role === 'owner' && !disabledAt);
      expect(left).to.have.length(1);
    }
  });

  it('sets a role once, says before and after, and overwrites nobody', async () => {
    const owner = await add('owner', 'owner');
    const { id } = await add('ada', 'viewer');
    const raise = () => setRole(test, id, { from: 'viewer', to: 'moderator' }, owner.by);
    expect(await raise()).to.deep.equal({ is: 'changed' });
    expect(await lastEntry()).to.deep.include({
      action: 'staff.role-set',
      before: { role: 'viewer' },
      after: { role: 'moderator' },
    });
    expect(await raise()).to.deep.equal({ is: 'unchanged' });
    expect(await setRole(test, id, { from: 'viewer', to: 'admin' }, owner.by)).to.deep.equal({ is: 'stale' });
    expect(await roleOf(id)).to.equal('moderator');
    const entries = AuditEntry.query(test.db).where({ action: 'staff.role-set', subject: 'ada' });
    expect(await entries.where('actor_id', owner.id).resultSize()).to.equal(1);
  });

  it('gives and takes roles in single guilds, in the log of that guild', async () => {
    const owner = await add('owner', 'owner');
    const { id } = await add('ada', null);
    const give = (role: 'admin' | 'viewer' | null) => setGuildRole(test, id, { guild, role }, owner.by);
    expect(await give('viewer')).to.deep.equal({ is: 'changed' });
    expect(await give('admin')).to.deep.equal({ is: 'changed' });
    expect((await findAccount(test, id))?.guildRoles).to.deep.equal({ [guild]: 'admin' });
    expect(await give(null)).to.deep.equal({ is: 'changed' });
    expect(await give(null)).to.deep.equal({ is: 'unchanged' });
    expect(await lastEntry()).to.deep.include({
      guildId: guild,
      before: { role: 'admin' },
      after: { role: null },
    });
  });

  it('ends the sessions of a disabled account, which cannot log in until it is enabled', async () => {
    const owner = await add('owner', 'owner');
    const made = await createStaff(test, { username: 'ada', role: 'viewer' }, owner.by);
    if (made.is !== 'created') throw new Error(made.is);
    const user = await AdminUser.query(test.db).findById(made.id).throwIfNotFound();
    const session = await toOneStaff(test.db, user);
    expect(await findStaff(test, session)).to.not.equal(undefined);
    await setDisabled(test, made.id, true, owner.by);
    expect(await findStaff(test, session)).to.equal(undefined);
    expect(await logIn(test, 'ada', made.password)).to.deep.equal({ is: 'refused' });
    await setDisabled(test, made.id, false, owner.by);
    expect(await logIn(test, 'ada', made.password)).to.include({ is: 'in' });
  });

  it('resets a password, and the second factor only where that is asked for', async () => {
    const owner = await add('owner', 'owner');
    const { id } = await add('ada', 'viewer');
    await AdminUser.query(test.db)
      .findById(id)
      .patch({ totpSecret: 's', recoveryHashes: ['h'] });
    const reset = (clearSecondFactor: boolean) => resetPassword(test, id, { clearSecondFactor }, owner.by);
    expect(await reset(false)).to.include({ is: 'reset' });
    expect(await findAccount(test, id)).to.include({ hasSecondFactor: true, mustChangePassword: true });
    const second = await reset(true);
    expect(await findAccount(test, id)).to.include({ hasSecondFactor: false });
    if (second.is === 'reset') expect(await logIn(test, 'ada', second.password)).to.include({ is: 'in' });
    expect(await resetPassword(test, owner.id, { clearSecondFactor: true }, owner.by)).to.have.property(
      'why',
      'self',
    );
  });

  it('knows nobody of an id that is none', async () => {
    expect(await setDisabled(test, '999999', true, console_)).to.deep.equal({
      is: 'refused',
      why: 'unknown',
    });
  });
});
