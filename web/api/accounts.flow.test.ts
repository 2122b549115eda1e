import { expect } from 'chai';
import { createKey, type KeyDraft } from '../../shared/accounts/api-keys.ts';
import { AdminUser, AuditEntry } from '../../shared/accounts/model.ts';
import type { Role } from '../../shared/accounts/rules.ts';
import { setDisabled, setRole } from '../../shared/accounts/staff.ts';
import { findAccount } from '../../shared/accounts/staff-list.ts';
import { logIn } from '../../shared/accounts/store.ts';
import { DAY, HOUR, systemClock } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const managing = ['staff:read', 'staff:write', 'keys:read', 'keys:write'];
const everything = ['read', 'write', 'bytes:override', 'privacy:read', 'privacy:write', ...managing];

describe('accounts and keys by the API', () => {
  const api = useApi();
  const console_ = { actor: { kind: 'system', name: 'console' } } as const;
  const staff: Record<string, string> = {};

  before(async () => {
    await saveGuilds(api.database, [{ guild, name: 'Guild', icon: null, owner: '1', memberCount: 1, at: 1 }]);
  });
  beforeEach(async () => {
    await api.database.db('api_keys').delete();
    await AdminUser.query(api.database.db).delete();
    for (const role of ['owner', 'admin', 'viewer'] as const) staff[role] = await add(role, role);
  });

  /** Without the quarter of a second that a real password costs. */
  async function add(username: string, role: Role | null): Promise<string> {
    const row = { username, role, passwordHash: 'none' };
    return (await AdminUser.query(api.database.db).insert(row).returning('*')).id;
  }

  async function keyOf(who: string, draft: Partial<KeyDraft> = {}) {
    const actor = { kind: 'staff', id: staff[who] ?? '', name: who } as const;
    const whole = { name: `of ${who}`, scopes: everything, guilds: null, expiresAt: null, ...draft };
    const made = await createKey(api.database, whole, { actor });
    if (made.is === 'repeated') throw new Error('a key was made twice');
    return { id: made.key.id, token: await exchange(made.secret) };
  }
  async function exchange(key: string): Promise<string> {
    const body = { grantType: 'api_key', key };
    return String((await api.ask('POST', '/api/v1/auth/token', { body })).body.accessToken);
  }
  type Options = Parameters<typeof api.ask>[2];
  const ask = (method: string, path: string, token: string, options: Options = {}) =>
    api.ask(method, `/api/v1${path}`, { token, ...options });
  const idIn = (body: Record<string, unknown>, part: string) => String(Object(body[part] as object).id ?? '');
  const entries = (action: string, ...subject: string[]) =>
    AuditEntry.query(api.database.db)
      .where({ action, ...(subject.length > 0 ? { subject: subject[0] } : {}) })
      .resultSize();

  it('need their scopes by name, a key of every guild, and an account that may', async () => {
    const refused = {
      'read and write': await keyOf('owner', { scopes: ['read', 'write'] }),
      'one guild': await keyOf('owner', { guilds: [guild] }),
      'an admin': await keyOf('admin'),
      'a viewer': await keyOf('viewer'),
    };
    for (const [who, { token }] of Object.entries(refused))
      for (const [method, path, body] of [
        ['GET', '/staff', undefined],
        ['POST', '/staff', { username: 'eve', role: 'admin' }],
        ['GET', '/keys', undefined],
        ['POST', '/keys', { name: 'eve', scopes: ['read'] }],
      ] as const) {
        if (who === 'an admin' && path === '/keys') continue;
        expect((await ask(method, path, token, { body })).status, `${who} ${method} ${path}`).to.equal(403);
      }
    const { token } = refused['an admin'];
    expect((await ask('GET', '/keys', token)).status).to.equal(200);
  });

  it('bite at the next request where the owner of the key has lost its role', async () => {
    const [second] = [await add('second', 'owner')];
    const { token } = await keyOf('owner');
    expect((await ask('GET', '/staff', token)).status).to.equal(200);
    await setRole(api.database, staff.owner ?? '', { from: 'owner', to: 'viewer' }, console_);
    for (const path of ['/staff', '/keys']) expect((await ask('GET', path, token)).status).to.equal(403);
    await setRole(api.database, staff.owner ?? '', { from: 'viewer', to: 'owner' }, console_);
    await setDisabled(api.database, staff.owner ?? '', true, console_);
    const body = { name: 'late', scopes: ['read'] };
    expect((await ask('POST', '/keys', token, { body })).status).to.equal(403);
    expect(second).to.not.equal('');
  });

  it('make accounts, whose password is told once and never kept', async () => {
    const { token } = await keyOf('owner');
    const headers = { 'idempotency-key': 'one' };
    const make = () =>
      ask('POST', '/staff', token, { body: { username: 'ada', role: 'moderator' }, headers });
    const made = await make();
    expect(made.status, made.text).to.equal(201);
    const password = String(made.body.password);
    const kept = JSON.stringify(await api.database.db('idempotency_keys').select('*'));
    expect(kept).to.include('sealed').and.not.include(password);
    expect((await make()).text).to.equal(made.text);
    expect(JSON.stringify(await AuditEntry.query(api.database.db))).to.not.include(password);
    expect(await logIn(api.database, 'ada', password)).to.have.nested.property(
      'user.mustChangePassword',
      true,
    );
    const again = await ask('POST', '/staff', token, { body: { username: 'ADA', role: null } });
    expect(again.body).to.include({ code: 'taken' });
    expect((await ask('POST', '/staff', token, { body: { username: 'a b', role: null } })).status).to.equal(
      400,
    );
  });

  it('never reach owners, nor anybody who could do more than the key', async () => {
    const { token } = await keyOf('owner', { scopes: ['staff:read', 'staff:write', 'read'] });
    const other = await add('other', 'owner');
    const beyond = { code: 'against-rules', refusal: { is: 'beyond-key' } };
    const create = async (role: string) =>
      (await ask('POST', '/staff', token, { body: { username: `x-${role}`, role } })).body;
    for (const role of ['owner', 'admin', 'moderator']) expect(await create(role)).to.deep.include(beyond);
    expect(await create('viewer')).to.have.property('password');
    for (const id of [other, staff.admin ?? '']) {
      const reset = await ask('POST', `/staff/${id}/reset-password`, token, { body: {} });
      expect(reset.body).to.deep.include(beyond);
      expect((await ask('DELETE', `/staff/${id}`, token)).body).to.deep.include(beyond);
    }
    const role = { body: { role: 'admin' } };
    const raised = await ask('PUT', `/staff/${staff.viewer}/guild-roles/${guild}`, token, role);
    expect(raised.body).to.deep.include(beyond);
    const { token: all } = await keyOf('owner');
    expect((await ask('PUT', `/staff/${staff.viewer}/guild-roles/${guild}`, all, role)).status).to.equal(200);
    const reset = await ask('POST', `/staff/${staff.viewer}/reset-password`, token, { body: {} });
    expect(reset.body, 'it is an admin in a guild by now').to.deep.include(beyond);
    const own = await ask('POST', `/staff/${staff.owner}/reset-password`, all, { body: {} });
    expect(own.body).to.deep.include({ refusal: { is: 'self' } });
  });

  it('neither tell nor end where owners are, nor anybody who could do more than the key', async () => {
    const { token } = await keyOf('owner', { scopes: ['staff:read', 'staff:write', 'read', 'write'] });
    const { redis } = api.redis;
    const enter = async (id: string) => {
      const account = await findAccount(api.database, id);
      const session = { since: 1, ip: '203.0.113.9', staff: { fingerprint: account?.fingerprint } };
      await redis.set(keys.session(`of ${id}`), JSON.stringify(session));
      await redis.hset(keys.staffSessions(id), 'ref', `of ${id}`);
    };
    for (const who of ['owner', 'admin', 'viewer']) await enter(staff[who] ?? '');
    const path = (who: string) => `/staff/${staff[who]}/sessions`;
    for (const who of ['owner', 'admin']) {
      const seen = await ask('GET', path(who), token);
      expect(seen.status, who).to.equal(403);
      expect(seen.text).to.not.include('203.0.113.9');
      const ended = await ask('DELETE', `${path(who)}/ref`, token);
      expect(ended.body).to.deep.include({ refusal: { is: 'beyond-key' } });
      expect(await redis.exists(keys.session(`of ${staff[who]}`))).to.equal(1);
    }
    expect((await ask('GET', path('viewer'), token)).body.items).to.have.length(1);
    for (const status of [204, 404])
      expect((await ask('DELETE', `${path('viewer')}/ref`, token)).status).to.equal(status);
    expect(await entries('session.ended', 'viewer')).to.equal(1);
  });

  it('change and delete accounts, based on what was seen', async () => {
    const { token } = await keyOf('owner');
    const path = `/staff/${staff.viewer}`;
    const seen = await ask('GET', path, token);
    const etag = seen.headers.get('etag') ?? '';
    await AdminUser.query(api.database.db)
      .findById(staff.viewer ?? '')
      .patch({ lastLoginAt: new Date() });
    const patch = (body: object) => ask('PATCH', path, token, { body, headers: { 'if-match': etag } });
    const changed = await patch({ role: 'moderator', disabled: true });
    expect(changed.body, changed.text).to.include({ role: 'moderator', disabled: true });
    expect((await patch({ role: 'admin' })).status).to.equal(412);
    expect(await entries('staff.disabled', 'viewer')).to.equal(1);
    expect((await ask('DELETE', path, token)).status).to.equal(204);
    expect((await ask('DELETE', path, token)).status).to.equal(404);
    expect(await entries('staff.deleted')).to.equal(1);
    expect((await ask('DELETE', `/staff/${staff.owner}`, token)).body).to.deep.include({
      refusal: { is: 'self' },
    });
  });

  it('hand on keys within their own scopes and life', async () => {
    const expiresAt = new Date(systemClock() + 30 * DAY);
    const scopes = ['read', 'squads:write', 'keys:write', 'keys:read'];
    const { token } = await keyOf('admin', { scopes, expiresAt });
    const make = (body: object) => ask('POST', '/keys', token, { body: { name: 'child', ...body } });
    const soon = new Date(systemClock() + DAY).toISOString();
    for (const beyond of ['write', 'bytes:write', 'staff:write', 'bytes:override', 'nothing:read']) {
      const { body } = await make({ scopes: ['read', beyond], expiresAt: soon });
      expect(body, beyond)
        .to.have.nested.property('fields[0].path')
        .that.match(/^scopes/);
    }
    const late = new Date(systemClock() + 31 * DAY).toISOString();
    for (const life of [{}, { expiresAt: null }, { expiresAt: late }])
      expect((await make({ scopes: ['read'], ...life })).body).to.have.nested.property(
        'fields[0].path',
        'expiresAt',
      );
    const made = await make({ scopes: ['ledger:read'], guilds: [guild], expiresAt: soon });
    expect(made.status, made.text).to.equal(201);
    const id = idIn(made.body, 'key');
    expect((await ask('GET', `/keys/${id}`, token)).body).to.include({
      createdBy: staff.admin,
      revokedAt: null,
    });
    const child = await exchange(String(made.body.secret));
    expect((await ask('GET', `/guilds/${guild}/ledger`, child)).status).to.equal(200);
    const stored = JSON.stringify([
      await api.database.db('api_keys'),
      await AuditEntry.query(api.database.db),
    ]);
    expect(stored).to.not.include(String(made.body.secret).slice(12));
    expect((await ask('DELETE', `/keys/${id}`, token)).status).to.equal(204);
    expect((await ask('DELETE', `/keys/${id}`, token)).status).to.equal(204);
    expect((await ask('GET', `/guilds/${guild}/ledger`, child)).status).to.equal(401);
  });

  it('take along what they made when they are revoked', async () => {
    const { token, id } = await keyOf('admin', { scopes: ['read', 'keys:read', 'keys:write'] });
    const made = await ask('POST', '/keys', token, { body: { name: 'child', scopes: ['read'] } });
    expect(made.body).to.have.nested.property('key.madeBy', id);
    const child = await exchange(String(made.body.secret));
    expect((await ask('GET', '/guilds', child)).status).to.equal(200);
    expect((await ask('DELETE', `/keys/${id}`, token)).status).to.equal(204);
    for (const ended of [child, token]) expect((await ask('GET', '/guilds', ended)).status).to.equal(401);
  });

  it('are made once though the process dies before it answers, with the secret that is answered', async () => {
    const { token, id: parent } = await keyOf('admin', { scopes: ['read', 'keys:write'] });
    const { db } = api.database;
    const body = { name: 'child', scopes: ['read'] };
    const make = () => ask('POST', '/keys', token, { body, headers: { 'idempotency-key': 'one' } });
    const lost = await make();
    const die = () =>
      db('idempotency_keys').update({
        status: null,
        reply: null,
        created_at: new Date(systemClock() - HOUR),
      });
    await die();
    const made = await make();
    expect([made.status, idIn(made.body, 'key')], made.text).to.eql([201, idIn(lost.body, 'key')]);
    expect(await db('api_keys').where({ made_by: parent })).to.have.length(1);
    const opened = { grantType: 'api_key', key: String(lost.body.secret) };
    expect((await api.ask('POST', '/api/v1/auth/token', { body: opened })).status).to.equal(401);
    expect((await ask('GET', '/guilds', await exchange(String(made.body.secret)))).status).to.equal(200);
    expect(await entries('key.secret-replaced')).to.equal(1);
    await die();
    expect((await make()).body, 'somebody uses it').to.include({ code: 'idempotency-conflict' });
  });

  it('raise no other key, not even one of an owner', async () => {
    const { id } = await keyOf('owner', { scopes: ['read'] });
    const { token } = await keyOf('admin', { scopes: ['read', 'keys:read', 'keys:write', 'staff:write'] });
    const etag = (await ask('GET', `/keys/${id}`, token)).headers.get('etag') ?? '';
    const patch = (body: object, match = etag) =>
      ask('PATCH', `/keys/${id}`, token, { body, headers: { 'if-match': match } });
    expect((await patch({ scopes: ['staff:write'] })).status).to.equal(400);
    expect((await patch({ scopes: ['write'] })).status).to.equal(400);
    expect((await patch({ name: 'narrow', scopes: ['ledger:read'] })).body).to.deep.include({
      name: 'narrow',
      scopes: ['ledger:read'],
      createdBy: staff.owner,
    });
    expect((await patch({ name: 'again' })).status).to.equal(412);
    const now = (await ask('GET', `/keys/${id}`, token)).headers.get('etag') ?? '';
    expect((await ask('DELETE', `/keys/${id}`, token)).status).to.equal(204);
    const late = await patch({ name: 'late' }, now);
    expect(late.body, 'no other version would help').to.deep.include({ refusal: { is: 'revoked' } });
    expect(await entries('key.changed')).to.equal(1);
  });

  it('list a key’s tokens, and end a family with its access', async () => {
    const { token } = await keyOf('owner');
    const other = await keyOf('owner', { scopes: ['read'] });
    const path = `/keys/${other.id}/refresh-tokens`;
    const { body, text } = await ask('GET', path, token);
    const [{ id }] = body.items as [{ id: string }];
    expect(text).to.not.include('hash');
    expect((await ask('GET', '/guilds', other.token)).status).to.equal(200);
    for (let time = 0; time < 2; time++)
      expect((await ask('DELETE', `${path}/${id}`, token)).status).to.equal(204);
    expect((await ask('GET', '/guilds', other.token)).status).to.equal(401);
    expect(await entries('key.tokens-ended')).to.equal(1);
  });

  it('list and forget the requests that a key named, of itself only', async () => {
    const [one, two] = [await keyOf('owner'), await keyOf('owner')];
    const headers = { 'idempotency-key': 'k1' };
    const body = { username: 'bob', role: null };
    await ask('POST', '/staff', one.token, { body, headers });
    const list = async (token: string) => {
      const { body, text } = await ask('GET', '/idempotency-keys', token);
      expect(body.items, `${text} ${api.faults}`).to.be.an('array');
      return body.items as { id: string }[];
    };
    expect(await list(two.token)).to.deep.equal([]);
    const [kept] = await list(one.token);
    expect(kept).to.include({ route: 'post /staff', idempotencyKey: 'k1', status: 201 });
    const path = `/idempotency-keys/${kept?.id}`;
    expect((await ask('DELETE', path, two.token)).status).to.equal(404);
    expect((await ask('DELETE', path, one.token)).status).to.equal(204);
    expect((await ask('POST', '/staff', one.token, { body, headers })).status).to.equal(409); // done anew: there is a bob
  });
});
