import { expect } from 'chai';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/api/v1/guilds/${guild}`;

describe('squads through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    const { db } = api.database;
    await db('guilds').insert([{ id: guild }, { id: '2000' }]);
    await db('guild_roles').insert(
      ['11', '12', '13'].map((id) => ({ guild_id: guild, id, name: `role${id}` })),
    );
    await db('discord_users').insert([
      ...['1', '2', '3'].map((id) => ({ id, username: `user${id}` })),
      { id: '4', username: 'beep', bot: true },
    ]);
    await db('guild_members').insert(['1', '2', '3', '4'].map((id) => ({ guild_id: guild, user_id: id })));
    ({ token } = await api.makeKey());
  });
  beforeEach(async () => {
    await api.database.db('squad_members').delete();
    await api.database.db('squads').delete();
  });

  const ask = (method: string, to: string, body?: unknown, match?: string | null) =>
    api.ask(method, `${path}${to}`, { token, body, ...(match ? { headers: { 'if-match': match } } : {}) });
  async function create(name: string, role: string, rest: object = {}) {
    const { body, headers, status, text } = await ask('POST', '/squads', { name, role, ...rest });
    expect(status, text).to.equal(201);
    return { id: String(body.id), tag: headers.get('etag'), body };
  }

  it('are created with what is left out by default, and read again', async () => {
    const { id, body, tag } = await create(' Ferris ', '11');
    expect(body).to.include({ name: 'Ferris', description: '', role: '11', active: true, members: 0 });
    expect(body).to.include({ capacity: null, welcome: null });
    const read = await ask('GET', `/squads/${id}`);
    expect([read.body, read.headers.get('etag')]).to.deep.equal([body, tag]);
    expect((await ask('GET', '/squads')).body.items).to.deep.equal([body]);
    expect((await api.ask('GET', `/api/v1/guilds/2000/squads/${id}`, { token })).status).to.equal(404);
  });

  it('have a name and a role that no other has, whatever the case', async () => {
    const { tag } = await create('Ferris', '11');
    const { id, tag: other } = await create('Gophers', '12');
    for (const [body, field] of [
      [{ name: 'fERRIS', role: '13' }, 'name'],
      [{ name: 'Fer\u200bris', role: '13' }, 'name'],
      [{ name: 'Pythonistas', role: '11' }, 'role'],
    ] as const) {
      const taken = await ask('POST', '/squads', body);
      expect(taken.body).to.have.nested.include({ code: 'taken', 'fields[0].path': field });
    }
    expect((await ask('PATCH', `/squads/${id}`, { name: 'FERRIS' }, other)).body).to.include({
      code: 'taken',
    });
    expect((await ask('PATCH', `/squads/${id}`, { name: 'GOPHERS' }, other)).status).to.equal(200);
    expect(tag).to.be.a('string');
    for (const role of [guild, '99'])
      expect((await ask('POST', '/squads', { name: 'X', role })).status, role).to.equal(400);
  });

  it('are never changed blindly', async () => {
    const { id, tag } = await create('Ferris', '11');
    expect((await ask('PATCH', `/squads/${id}`, { active: false })).status).to.equal(428);
    const closed = await ask('PATCH', `/squads/${id}`, { active: false }, tag);
    expect(closed.body).to.include({ active: false, name: 'Ferris' });
    const stale = await ask('PATCH', `/squads/${id}`, { capacity: 5 }, tag);
    expect([stale.status, stale.headers.get('etag')]).to.deep.equal([412, closed.headers.get('etag')]);
    for (const wrong of ['"1"', '"x"', '"01.0"'])
      expect((await ask('DELETE', `/squads/${id}`, undefined, wrong)).status, wrong).to.equal(412);
    await ask('PUT', `/squads/${id}/members/1`); // who is in it does not make a change stale
    const deleted = await ask('DELETE', `/squads/${id}`, undefined, closed.headers.get('etag'));
    expect(deleted.status).to.equal(204);
    expect((await ask('GET', `/squads/${id}`)).status).to.equal(404);
    expect(await api.database.db('squad_members').pluck('user_id')).to.deep.equal([]);
  });

  it('take members in and out, each in one at most, up to their capacity, and written down', async () => {
    const ferris = await create('Ferris', '11', { capacity: 2 });
    const gophers = await create('Gophers', '12', { active: false });
    for (const user of ['1', '2'])
      expect((await ask('PUT', `/squads/${ferris.id}/members/${user}`)).status).to.equal(200);
    expect((await ask('PUT', `/squads/${ferris.id}/members/3`)).body).to.deep.include({
      code: 'against-rules',
      refusal: { is: 'full', capacity: 2 },
    });
    expect((await ask('PUT', `/squads/${ferris.id}/members/2`)).status, 'again').to.equal(200);
    expect((await ask('PUT', `/squads/${ferris.id}/members/4`)).status, 'a bot').to.equal(404);
    const first = await ask('GET', `/squads/${ferris.id}/members?limit=1`);
    const second = await ask('GET', `/squads/${ferris.id}/members?limit=1&cursor=${first.body.next}`);
    expect(first.body).to.have.nested.include({ 'items[0].user': '1', 'items[0].active': true });
    expect(second.body).to.have.nested.include({ 'items[0].user': '2' });
    expect(second.body.next).to.equal(null);
    await ask('PUT', `/squads/${gophers.id}/members/2`);
    expect((await ask('DELETE', `/squads/${ferris.id}/members/2`)).status, 'switched').to.equal(404);
    expect((await ask('DELETE', `/squads/${gophers.id}/members/2`)).status).to.equal(204);
    const rows = await api.database.db('squad_members').select('user_id', 'squad_id');
    expect(rows).to.deep.equal([{ user_id: '1', squad_id: ferris.id }]);
    const { body } = await api.ask('GET', `/api/v1/audit-entries?guild=${guild}&limit=2`, { token });
    expect(body).to.have.nested.include({
      'items[0].subject': 'user2 out of Gophers',
      'items[1].subject': 'user2 into Gophers',
    });
    expect(body).to.have.deep.nested.include({ 'items[1].before': { squad: 'Ferris' } });
  });

  it('let keys of certain guilds neither make squads of roles that run the guild, nor put anybody into one', async () => {
    const { db } = api.database;
    const permissions = String(PermissionFlagsBits.Administrator);
    await db('guild_roles').insert({ guild_id: guild, id: '14', name: 'role14', permissions });
    const { token: bound } = await api.makeKey({ guilds: [guild] });
    const body = { name: 'Rulers', role: '14' };
    const made = await api.ask('POST', `${path}/squads`, { token: bound, body });
    expect(made.body).to.have.nested.include({ code: 'bad-input', 'fields[0].path': 'role' });
    const { id, tag } = await create('Rulers', '14', { capacity: 1 });
    const put = await api.ask('PUT', `${path}/squads/${id}/members/1`, { token: bound });
    expect(put.body).to.deep.include({
      code: 'against-rules',
      refusal: { is: 'not-theirs', why: 'powers', powers: ['Administrator'] },
    });
    const larger = { token: bound, body: { capacity: 2 }, headers: { 'if-match': tag ?? '' } };
    expect((await api.ask('PATCH', `${path}/squads/${id}`, larger)).status).to.equal(409);
    expect((await ask('PUT', `/squads/${id}/members/1`)).status).to.equal(200);
  });
});
