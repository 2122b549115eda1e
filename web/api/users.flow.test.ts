import { expect } from 'chai';
import { useApi } from '../testing/api.ts';

const guild = '1000';

describe('users and set-ups by the API', () => {
  const api = useApi();
  let token = '';

  before(async () => {
    await api.database.db('guilds').insert([
      { id: guild, name: 'Workshop' },
      { id: '2000', name: 'Elsewhere', active: false },
    ]);
    ({ token } = await api.makeKey());
  });

  const batch = (users: unknown[], key = token) =>
    api.ask('POST', '/api/v1/users/batch', { token: key, body: { users } });
  const people = (count: number, name = 'user') =>
    Array.from({ length: count }, (_, index) => ({ id: String(5_000 + index), username: `${name}${index}` }));

  it('takes 500 users at once, and no more', async () => {
    expect((await batch(people(500))).body).to.deep.equal({ written: 500 });
    expect((await batch(people(500))).body).to.deep.equal({ written: 0 });
    expect((await batch(people(501, 'other'))).status).to.equal(400);
    expect((await batch([])).status).to.equal(400);
    const { body } = await api.ask('GET', '/api/v1/users/5499', { token });
    expect(body).to.deep.equal({
      id: '5499',
      username: 'user499',
      globalName: null,
      avatar: null,
      bot: false,
    });
  });

  it('takes what a batch says last of a user it names twice', async () => {
    const [first] = people(1);
    const { status, body } = await batch([first, { ...first, globalName: 'Ada' }]);
    expect([status, body.written]).to.deep.equal([200, 1]);
    expect((await api.ask('GET', '/api/v1/users/5000', { token })).body).to.include({ globalName: 'Ada' });
  });

  it('takes none of a batch with one that is wrong, and says which', async () => {
    const { status, body } = await batch([
      { id: '6000', username: 'fine' },
      { id: '6001', username: ' ' },
    ]);
    expect(status).to.equal(400);
    expect(JSON.stringify(body)).to.include('users.1.username');
    expect((await api.ask('GET', '/api/v1/users/6000', { token })).status).to.equal(404);
  });

  it('takes no users from a key of certain guilds, and shows it only their people', async () => {
    const { token: narrow } = await api.makeKey({ guilds: [guild] });
    const refused = await batch(people(1), narrow);
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'forbidden']);
    await api.database.db('guild_members').insert({ guild_id: guild, user_id: 5001, active: false });
    const { body } = await api.ask('GET', '/api/v1/users?ids=5000,5001', { token: narrow });
    expect(body.items).to.have.length(1);
    expect((await api.ask('GET', '/api/v1/users/5000', { token: narrow })).status).to.equal(404);
  });

  it('tells what keeps the bot from its work, with codes that stay', async () => {
    const { db } = api.database;
    const values = { ignoredChannels: ['77', '78'] };
    await db('bytes_configs').insert({ guild_id: guild, values, version: 1 });
    await db('guild_channels').insert({
      guild_id: guild,
      id: 78,
      name: 'archive',
      type: 0,
      position: 0,
      active: false,
    });
    const { status, body } = await api.ask('GET', `/api/v1/guilds/${guild}/set-up`, { token });
    expect(status).to.equal(200);
    expect(body.invite).to.equal(null);
    const findings = body.findings as { code: string }[];
    expect(findings.map(({ code }) => code)).to.deep.equal(['unknown-bot', 'channel-deleted', 'members']);
    expect(findings[1]).to.deep.include({
      severity: 'warning',
      channels: [
        { id: '77', name: null },
        { id: '78', name: 'archive' },
      ],
      setting: { feature: 'bytes', key: 'ignoredChannels' },
    });
    const left = await api.ask('GET', '/api/v1/guilds/2000/set-up', { token });
    expect(left.body.findings).to.have.nested.property('[0].code', 'left');
  });
});
