import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { saveGuilds } from '../../shared/sync/store.ts';
import { useApi } from '../testing/api.ts';

describe('personal data by the API', () => {
  const api = useApi();
  const user = '500000000000000001';
  let token = '';

  before(async () => {
    const { db } = api.database;
    await saveGuilds({ db }, [{ guild: '1000', name: 'g', icon: null, owner: '1', memberCount: 1, at: 1 }]);
    await db('discord_users').insert({ id: user, username: 'mallory' });
    await db('guild_members').insert({ guild_id: 1000, user_id: user });
    ({ token } = await api.makeKey({ scopes: ['read', 'privacy:read', 'privacy:write'] }));
  });

  it('is for keys of every guild that name the very scope', async () => {
    const paths = [`/api/v1/users/${user}/export`, `/api/v1/users/${user}/forget`];
    const { token: wide } = await api.makeKey({ scopes: ['read', 'write'] });
    const { token: bound } = await api.makeKey({
      scopes: ['privacy:read', 'privacy:write'],
      guilds: ['1000'],
    });
    for (const path of paths) {
      expect((await api.ask('GET', path, { token: wide })).body).to.include({ code: 'missing-scope' });
      expect((await api.ask('GET', path, { token: bound })).body).to.include({ code: 'forbidden' });
    }
    const body = { confirm: user };
    expect((await api.ask('POST', paths[1] ?? '', { token: wide, body })).status).to.equal(403);
    expect((await api.ask('POST', paths[1] ?? '', { token: bound, body })).status).to.equal(403);
    expect(await api.database.db('forget_runs')).to.deep.equal([]);
  });

  it('is handed out and deleted by no key whose account has gone, nor is anything else of no single guild changed', async () => {
    const { key, token: left } = await api.makeKey({
      scopes: ['read', 'write', 'privacy:read', 'privacy:write'],
    });
    await api.database.db('api_keys').where({ id: key.id }).update({ created_by: null });
    for (const [method, path, body] of [
      ['GET', `/users/${user}/export`],
      ['GET', `/users/${user}/forget`],
      ['POST', `/users/${user}/forget`, { confirm: user }],
      ['GET', '/forget-runs/1'],
      ['POST', '/users/batch', { users: [{ id: '7', username: 'x' }] }],
      ['POST', '/outage-days', { days: ['2026-01-01'] }],
      ['POST', '/maintenance-runs', { kind: 'recount' }],
      ['POST', '/maintenance-runs/1/cancel'],
      ['POST', '/redirects', { name: 'x', target: 'https://example.com' }],
      ['POST', '/jobs/6a9c5f0e-0b0e-4a57-9c0c-0d2f6e1c7a11/retry'],
      ['POST', '/errors/1/resolve'],
      ['GET', '/webhooks/1'],
    ] as const) {
      const refused = await api.ask(method, `/api/v1${path}`, { token: left, body });
      expect(refused.body, `${method} ${path} ${refused.text}`).to.include({ code: 'forbidden' });
    }
    expect((await api.ask('GET', '/api/v1/guilds/1000', { token: left })).status, 'all else').to.equal(200);
  });

  it('comes as one archive', async () => {
    const path = `${api.origin}/api/v1/users/${user}/export`;
    const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
    expect(response.headers.get('content-type')).to.equal('application/zip');
    expect(response.headers.get('content-disposition')).to.equal(`attachment; filename="user-${user}.zip"`);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files)).to.include.members(['README.txt', 'profile.json', 'ledger.json']);
    const told = await api.database.db('audit_entries').where({ action: 'user.exported' }).pluck('subject');
    expect(told).to.deep.equal([user]);
    expect((await api.ask('GET', '/api/v1/users/77/export', { token })).body).to.include({
      code: 'not-found',
    });
  });

  it('is looked at, confirmed, waited for, and asked for once', async () => {
    const { db } = api.database;
    const path = `/api/v1/users/${user}/forget`;
    const ask = (body: unknown) => api.ask('POST', path, { token, body });
    const { holdings } = (await api.ask('GET', path, { token })).body;
    expect(holdings).to.deep.include({ what: 'Profile', fate: 'deleted', rows: 1, more: false });
    expect((await ask({ confirm: '1' })).body).to.include({ code: 'bad-input' });

    const ban = { guild_id: 1000, number: 1, operation: 'int:1', kind: 'ban', user_id: user, effect: 'done' };
    const actor = { actor_kind: 'system', actor_name: 's' };
    await db('moderation_cases').insert({ ...ban, ...actor, ends_at: new Date(Date.now() + 1e9) });
    const waits = await ask({ confirm: user });
    expect(waits.body).to.deep.include({
      code: 'still-needed',
      cases: [{ guild: '1000', number: 1, kind: 'ban' }],
    });
    await db('moderation_cases').update({ resolved_at: new Date() });

    const first = await ask({ confirm: user });
    expect(first.status).to.equal(202);
    expect(first.body).to.include({ state: 'waiting', rows: 0 });
    expect((await ask({ confirm: user })).body).to.deep.equal(first.body);
    expect((await api.ask('GET', `/api/v1/forget-runs/${first.body.id}`, { token })).body).to.deep.equal(
      first.body,
    );
    const entries = await db('audit_entries')
      .where({ action: 'user.forget-asked' })
      .select('subject', 'after');
    expect(entries).to.deep.equal([{ subject: first.body.pseudonym, after: { run: first.body.id } }]);
  });
});
