import { expect } from 'chai';
import { systemClock } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { createKey, findKey, type KeyDraft, listKeys, readKey } from './api-keys.ts';
import { keyStamp } from './change-key.ts';
import { changeKeyByKey, makeKeyByKey, revokeKeyByKey } from './hand-on.ts';
import { AdminUser } from './model.ts';
import { listMadeOf, revokeKey } from './revoke-key.ts';
import { exchangeKey, refresh } from './tokens.ts';

describe('API keys', () => {
  const database = useDatabase();
  const deps = () => ({ db: database.db, clock: systemClock });
  const by = { actor: { kind: 'system', name: 'test' } } as const;
  const draft: KeyDraft = { name: 'robot', scopes: ['read'], guilds: ['100'], expiresAt: null };

  async function make(once?: string) {
    const created = await createKey(database, draft, by, once);
    if (created.is === 'repeated') throw new Error('there was one already');
    return created;
  }

  beforeEach(() => database.db('api_keys').delete());

  it('are kept as a hash, with the part they are recognised by', async () => {
    const { key, secret } = await make();
    expect(secret).to.match(/^sd_[a-z0-9]{8}_[\w-]{43}$/);
    expect(secret).to.include(`sd_${key.prefix}_`);
    const stored = JSON.stringify(await database.db('api_keys').first());
    expect(stored).to.include(key.prefix).and.not.include(secret.slice(12));
    expect(JSON.stringify(await database.db('audit_entries').first()))
      .to.include('key.created')
      .and.not.include(secret.slice(12));
  });

  it('are found by the whole secret only', async () => {
    const { key, secret } = await make();
    expect(await findKey(deps(), secret)).to.deep.equal(key);
    const last = secret.endsWith('A') ? 'B' : 'A';
    for (const wrong of [
      `${secret.slice(0, -1)}${last}`,
      `${secret}A`,
      secret.slice(0, -1),
      `sd_${key.prefix}_`,
      '',
    ])
      expect(await findKey(deps(), wrong), wrong).to.equal(undefined);
  });

  it('are made once for one form, however often it is sent', async () => {
    const made = await Promise.all([1, 2, 3].map(() => createKey(database, draft, by, 'one form')));
    expect(made.filter(({ is }) => is === 'created')).to.have.length(1);
    expect(await listKeys(database, 10)).to.have.length(1);
  });

  it('end for good, once', async () => {
    const { key, secret } = await make();
    expect(await revokeKey(deps(), key.id, by)).to.equal(true);
    expect(await revokeKey(deps(), key.id, by)).to.equal(false);
    expect(await findKey(deps(), secret)).to.equal(undefined);
    expect(await revokeKey(deps(), '999', by)).to.equal(false);
    const entries = await database.db('audit_entries').where({ action: 'key.revoked' });
    expect(entries).to.have.length(1);
  });

  it('take along every key that came of them, at once and written down', async () => {
    const { db } = database;
    const row = { username: 'eve', role: 'admin', passwordHash: 'none' } as const;
    const eve = await AdminUser.query(db).insert(row).returning('*');
    const scopes = ['read', 'keys:write'];
    const root = await createKey(
      database,
      { ...draft, name: 'root', guilds: null, scopes },
      { actor: { kind: 'staff', id: eve.id, name: 'eve' } },
    );
    if (root.is === 'repeated') throw new Error('there was one already');
    const family = [root];
    for (const name of ['child', 'grandchild']) {
      const { id } = family.at(-1)?.key ?? root.key;
      const program = { actor: { kind: 'key', id, name } } as const;
      const made = await makeKeyByKey(deps(), { ...draft, name, guilds: null, scopes }, program, name);
      if (made.is !== 'created') throw new Error(made.is);
      family.push(made);
    }
    const other = await make();
    const tokens = { ...deps(), secret: 'x'.repeat(32) };
    const issued = await exchangeKey(tokens, family[2]?.secret ?? '');
    expect((await listMadeOf(database, root.key.id, 10)).map(({ name }) => name)).to.eql([
      'child',
      'grandchild',
    ]);
    expect(await revokeKey(deps(), root.key.id, by)).to.equal(true);
    for (const { secret } of family) expect(await findKey(deps(), secret)).to.equal(undefined);
    const refreshToken = issued.is === 'issued' ? issued.tokens.refreshToken : '';
    expect(await refresh(tokens, refreshToken, {})).to.eql({ is: 'refused' });
    expect(await findKey(deps(), other.secret)).to.not.equal(undefined);
    const entries = await db('audit_entries')
      .where({ action: 'key.revoked' })
      .whereNotNull('after')
      .orderBy('id');
    expect(entries.map(({ subject, after }) => [subject.split(' ')[0], after.with.split(' ')[0]])).to.eql([
      ['child', 'root'],
      ['grandchild', 'root'],
    ]);
  });

  it('end by another key only while whoever made that one is still admin', async () => {
    const { db } = database;
    const row = { username: 'ada', role: 'admin', passwordHash: 'none' } as const;
    const ada = await AdminUser.query(db).insert(row).returning('*');
    const actor = { kind: 'staff', id: ada.id, name: 'ada' } as const;
    const asking = await createKey(database, { ...draft, guilds: null, scopes: ['keys:write'] }, { actor });
    if (asking.is === 'repeated') throw new Error('there was one already');
    const program = { actor: { kind: 'key', id: asking.key.id, name: asking.key.name } } as const;
    const { key } = await make();
    await AdminUser.query(db).findById(ada.id).patch({ role: 'viewer' });
    expect((await revokeKeyByKey(deps(), key.id, program)).is).to.equal('not-admin');
    expect(await readKey(database, key.id)).to.include({ revokedAt: null });
    await AdminUser.query(db).findById(ada.id).patch({ role: 'admin' });
    for (const is of ['revoked', 'over'])
      expect(await revokeKeyByKey(deps(), key.id, program)).to.deep.equal({ is });
    expect((await revokeKeyByKey(deps(), '999', program)).is).to.equal('unknown');
  });

  it('are not handed out again once they hold more than the key that asks, and change themselves in peace', async () => {
    const { db } = database;
    const row = { username: 'joan', role: 'admin', passwordHash: 'none' } as const;
    const joan = await AdminUser.query(db).insert(row).returning('*');
    const wide = { ...draft, guilds: null, scopes: ['read', 'keys:write'] };
    const asking = await createKey(database, wide, { actor: { kind: 'staff', id: joan.id, name: 'joan' } });
    if (asking.is === 'repeated') throw new Error('there was one already');
    const program = { actor: { kind: 'key', id: asking.key.id, name: asking.key.name } } as const;
    const make = () =>
      makeKeyByKey(deps(), { ...draft, guilds: null, scopes: ['read'] }, program, 'once for joan');
    const made = await make();
    if (made.is !== 'created') throw new Error(made.is);
    expect((await make()).is).to.equal('created');
    await db('api_keys')
      .where({ id: made.key.id })
      .update({ scopes: ['read', 'write'] });
    expect(await make()).to.deep.equal({ is: 'beyond', scopes: ['write'] });
    const deadlocks: unknown[] = [];
    const note = ({ code }: { code?: string }) => code === '40P01' && deadlocks.push(code);
    db.on('query-error', note);
    const rename = (name: string) =>
      changeKeyByKey(deps(), asking.key.id, { seen: keyStamp(asking.key), changes: { name } }, program);
    const ends = await Promise.all(['a', 'b'].map(rename));
    db.removeListener('query-error', note);
    expect([ends.map(({ is }) => is).sort(), deadlocks]).to.deep.equal([['changed', 'stale'], []]);
  });
});
