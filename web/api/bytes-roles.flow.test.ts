import { expect } from 'chai';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/api/v1/guilds/${guild}`;

describe('role rewards through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    const { db } = api.database;
    await db('guilds').insert({ id: guild });
    const role = (id: string, rest: object) => ({ guild_id: guild, id, name: `role${id}`, ...rest });
    await db('guild_roles').insert([
      role(guild, {}),
      role('11', { position: 1 }),
      role('12', { position: 2 }),
      role('13', { managed: true }),
      role('14', { active: false }),
    ]);
    await db('discord_users').insert(['1', '2'].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(['1', '2'].map((id) => ({ guild_id: guild, user_id: id })));
    ({ token } = await api.makeKey());
  });
  beforeEach(async () => {
    await api.database.db('role_grants').delete();
    await api.database.db('bytes_roles').delete();
  });

  const ask = (method: string, to: string, body?: unknown, match?: string | null) =>
    api.ask(method, `${path}${to}`, { token, body, ...(match ? { headers: { 'if-match': match } } : {}) });

  it('are added, moved and removed, each by its version', async () => {
    const added = await ask('POST', '/bytes-roles', { role: '11', threshold: 100 });
    expect([added.status, added.body]).to.deep.equal([201, { role: '11', threshold: 100 }]);
    const tag = added.headers.get('etag');
    expect((await ask('POST', '/bytes-roles', { role: '11', threshold: 200 })).body).to.include({
      code: 'taken',
    });
    const moved = await ask('PATCH', '/bytes-roles/11', { threshold: 80 }, tag);
    expect(moved.body).to.deep.equal({ role: '11', threshold: 80 });
    const stale = await ask('PATCH', '/bytes-roles/11', { threshold: 60 }, tag);
    expect([stale.status, stale.headers.get('etag')]).to.deep.equal([412, moved.headers.get('etag')]);
    expect((await ask('DELETE', '/bytes-roles/11', undefined, tag)).status).to.equal(412);
    expect((await ask('GET', '/bytes-roles')).body).to.deep.include({
      items: [{ role: '11', threshold: 80 }],
    });
    expect((await ask('DELETE', '/bytes-roles/11', undefined, moved.headers.get('etag'))).status).to.equal(
      204,
    );
    expect((await ask('GET', '/bytes-roles/11')).status).to.equal(404);
    const { body } = await api.ask('GET', `/api/v1/audit-entries?guild=${guild}`, { token });
    expect(body.items).to.have.length(3);
    expect(body).to.have.nested.include({
      'items[1].action': 'reward.changed',
      'items[1].subject': 'role11',
    });
    expect(body).to.have.deep.nested.include({ 'items[1].before': { role: '11', threshold: 100 } });
  });

  it('are of roles that members can be given', async () => {
    for (const role of [guild, '13', '14', '99'])
      expect((await ask('POST', '/bytes-roles', { role, threshold: 100 })).body, role).to.have.nested.include(
        {
          code: 'bad-input',
          'fields[0].path': 'role',
        },
      );
  });

  it('that moderate or run the guild are for keys of every guild with an admin behind', async () => {
    const { db } = api.database;
    const permissions = String(PermissionFlagsBits.ManageGuild);
    await db('guild_roles').insert({ guild_id: guild, id: '15', name: 'role15', permissions });
    const { token: bound } = await api.makeKey({ guilds: [guild] });
    const left = await api.makeKey();
    await db('api_keys').where({ id: left.key.id }).update({ created_by: null });
    const body = { role: '15', threshold: 100 };
    for (const asking of [bound, left.token]) {
      const refused = await api.ask('POST', `${path}/bytes-roles`, { token: asking, body });
      expect(refused.body).to.have.nested.include({ code: 'bad-input', 'fields[0].path': 'role' });
      expect(refused.text).to.include('@role15 holds Manage Server');
    }
    expect((await ask('POST', '/bytes-roles', body)).status).to.equal(201);
    const headers = { 'if-match': '"100"' };
    const lower = { token: bound, body: { threshold: 1 }, headers };
    const moved = await api.ask('PATCH', `${path}/bytes-roles/15`, lower);
    expect(moved.body).to.have.nested.include({ code: 'against-rules', 'refusal.is': 'not-theirs' });
  });

  it('that Discord refused are listed with why, and wanted again', async () => {
    const why = 'Missing Permissions';
    const grant = { guild_id: guild, why, state: 'failed' };
    await api.database.db('role_grants').insert([
      { ...grant, user_id: '1', role_id: '11' },
      { ...grant, user_id: '1', role_id: '12' },
      { ...grant, user_id: '2', role_id: '12' },
      { ...grant, user_id: '2', role_id: '11', state: 'granted', why: null },
    ]);
    const first = await ask('GET', '/failed-role-grants?limit=2');
    expect(first.body).to.have.nested.include({
      'items[0].user': '1',
      'items[0].role': '11',
      'items[0].why': why,
    });
    const second = await ask('GET', `/failed-role-grants?limit=2&cursor=${first.body.next}`);
    expect(second.body).to.have.nested.include({ 'items[0].user': '2', 'items[0].role': '12', next: null });
    expect((await ask('POST', '/failed-role-grants/retry', { role: '12' })).body).to.deep.equal({
      retried: 2,
    });
    expect((await ask('POST', '/failed-role-grants/retry', {})).body).to.deep.equal({ retried: 1 });
    expect((await ask('POST', '/failed-role-grants/retry', {})).body).to.deep.equal({ retried: 0 });
    const states = await api.database.db('role_grants').orderBy(['user_id', 'role_id']).pluck('state');
    expect(states).to.deep.equal(['wanted', 'wanted', 'granted', 'wanted']);
  });
});
