import { expect } from 'chai';
import { z } from 'zod';
import { audit } from '../../shared/accounts/audit.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const Page = z.object({ items: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() });

describe('what the API tells', () => {
  const api = useApi();
  let token = '';

  before(async () => {
    const { db } = api.database;
    const common = { icon: null, owner: '1', memberCount: 12, at: 1 };
    await saveGuilds(
      { db },
      ['1000', '2000', '3000'].map((id) => ({ guild: id, name: `Guild ${id}`, ...common })),
    );
    await db('discord_users').insert([1, 2, 3].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(
      [1, 2, 3].map((id) => ({ guild_id: guild, user_id: id, balance: id === 1 ? 50 : 7 })),
    );
    const row = { guild_id: guild, amount: 5, kind: 'transfer' };
    for (let i = 1; i <= 6; i++)
      await db('bytes').insert({
        ...row,
        giver_id: 1 + (i % 2),
        receiver_id: 3,
        operation: `t${i}`,
        created_at: new Date(Date.UTC(2026, 0, i)),
      });
    await db('bytes').insert({ ...row, receiver_id: 1, kind: 'admin', operation: 'a', reason: 'well done' });
    const actor = { kind: 'system', name: 'test' } as const;
    await audit(db, { actor, action: 'a.everywhere', after: { x: [1] } });
    const from = { ip: '203.0.113.9', requestId: 'r-1' };
    for (const id of ['1000', '2000']) await audit(db, { actor, guild: id, action: `a.in-${id}`, ...from });
    ({ token } = await api.makeKey());
  });

  async function list(path: string, key = token): Promise<z.output<typeof Page>> {
    const { status, body, text } = await api.ask('GET', `/api/v1${path}`, { token: key });
    expect(status, text).to.equal(200);
    return Page.parse(body);
  }
  const ids = ({ items }: z.output<typeof Page>) => items.map(({ id, user }) => id ?? user);

  it('guilds', async () => {
    const first = await list('/guilds?limit=2');
    expect(ids(first)).to.deep.equal(['1000', '2000']);
    expect(first.items[0]).to.deep.equal({ id: '1000', name: 'Guild 1000', memberCount: 12, active: true });
    const second = await list(`/guilds?limit=2&cursor=${first.next}`);
    expect([ids(second), second.next]).to.deep.equal([['3000'], null]);
    expect(ids(await list('/guilds?sort=-id'))).to.deep.equal(['3000', '2000', '1000']);
    const { body } = await api.ask('GET', `/api/v1/guilds/${guild}`, { token });
    expect(body).to.deep.equal(first.items[0]);
  });

  it('members by their balance', async () => {
    expect(ids(await list(`/guilds/${guild}/members`))).to.deep.equal(['1', '2', '3']);
    const first = await list(`/guilds/${guild}/members?limit=2`);
    expect(ids(await list(`/guilds/${guild}/members?limit=2&cursor=${first.next}`))).to.deep.equal(['3']);
    const one = await api.ask('GET', `/api/v1/guilds/${guild}/members/1`, { token });
    expect(one.body).to.include({ user: '1', username: 'user1', balance: 50, streak: 0, active: true });
    expect((await api.ask('GET', `/api/v1/guilds/${guild}/members/9`, { token })).status).to.equal(404);
  });

  it('the ledger, newest first, by member, kind and time', async () => {
    const all = await list(`/guilds/${guild}/ledger`);
    expect(all.items).to.have.length(7);
    expect(all.items[0]).to.include({
      giver: null,
      receiver: '1',
      amount: 5,
      kind: 'admin',
      reason: 'well done',
    });
    const path = `/guilds/${guild}/ledger?member=1&limit=2`;
    const first = await list(path);
    const second = await list(`${path}&cursor=${first.next}`);
    expect([...first.items, ...second.items]).to.deep.equal(
      all.items.filter(({ giver, receiver }) => giver === '1' || receiver === '1'),
    );
    expect(second.next).to.equal(null);
    expect((await list(`/guilds/${guild}/ledger?kind=admin`)).items).to.have.length(1);
    expect((await list(`/guilds/${guild}/ledger?since=2026-01-05T00:00:00Z`)).items).to.have.length(3);
    expect((await list(`/guilds/2000/ledger?member=1`)).items).to.deep.equal([]);
  });

  it('what was done, to a key of certain guilds only what was done in them', async () => {
    const actions = async (query: string, key: string) =>
      (await list(`/audit-entries${query}`, key)).items
        .map(({ action }) => String(action))
        .filter((action) => action.startsWith('a.'));
    expect(await actions('', token)).to.deep.equal(['a.in-2000', 'a.in-1000', 'a.everywhere']);
    expect(await actions('?guild=2000', token)).to.deep.equal(['a.in-2000']);
    const { token: narrow } = await api.makeKey({ guilds: [guild] });
    expect(await actions('', narrow)).to.deep.equal(['a.in-1000']);
    const [wide, own] = await Promise.all(
      [token, narrow].map((key) => list(`/audit-entries?guild=${guild}&sort=id`, key)),
    );
    expect(wide?.items[0]).to.include({ ip: '203.0.113.9', requestId: 'r-1' });
    expect(own?.items[0], 'from where is for whoever runs it all').to.include({ ip: null, requestId: null });
    const one = await api.ask('GET', `/api/v1/audit-entries/${own?.items[0]?.id}`, { token: narrow });
    expect(one.body).to.include({ action: 'a.in-1000', ip: null, requestId: null });
    const all = await list('/audit-entries?sort=id');
    const first = all.items.find(({ action }) => action === 'a.everywhere');
    expect(first).to.deep.include({ after: { x: [1] }, before: null, guild: null });
    const path = `/api/v1/audit-entries/${first?.id}`;
    expect((await api.ask('GET', path, { token })).body).to.deep.equal(first);
    expect((await api.ask('GET', path, { token: narrow })).status).to.equal(404);
  });
});
