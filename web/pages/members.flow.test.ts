import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { DAY } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { act } from '../../shared/moderation/act.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '700';
const path = `/admin/guilds/${guild}/members`;
const crowd = 120; // of whom a page shows 50

describe('the pages of members', () => {
  const panel = usePanel();
  let viewer: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'viewer', password, role: 'viewer' });
    viewer = panel.visit();
    await viewer.logIn('viewer', password);
    await db('guilds').insert({ id: guild, name: 'Workshop' });
    const numbers = Array.from({ length: crowd }, (_, index) => index + 1);
    await db('discord_users').insert(numbers.map((id) => ({ id, username: `user${id}`, bot: id === 3 })));
    await db('guild_members').insert(
      numbers.map((id) => ({
        guild_id: guild,
        user_id: id,
        name: id === 3 ? 'Robot <b>' : `user${id}`,
        roles: id === 3 ? ['7', '8'] : [],
        joined_at: new Date(Date.UTC(2026, 0, 1)), // all at once
        balance: 5,
        active: id !== 4,
        timed_out_until: id === 5 ? new Date(Date.now() + 3_600_000) : null,
      })),
    );
    await db('guild_roles').insert([
      { guild_id: guild, id: '7', name: 'Helpers', color: 0xff8000 },
      { guild_id: guild, id: '8', name: 'Old guard', active: false },
    ]);
  });

  const linked = (text: string) =>
    [...text.matchAll(/href="\/admin\/guilds\/700\/members\/(\d+)"/g)].map(([, id]) => Number(id));

  for (const sort of ['name', 'joined', 'balance'])
    it(`shows everybody once, page by page, by ${sort}, where all share a place`, async () => {
      const seen: number[] = [];
      for (let next: string | undefined = `${path}?sort=${sort}`; next; ) {
        const { text } = await viewer.get(next);
        seen.push(...linked(text));
        const href = text.match(/href="([^"]+)" rel="next"/)?.[1];
        next = href?.replaceAll('&amp;', '&');
      }
      expect(seen).to.have.length(crowd - 1);
      expect(new Set(seen).size).to.equal(crowd - 1);
    });

  it('finds people, and those who left or cannot write', async () => {
    const find = async (query: string) => linked((await viewer.get(`${path}?${query}`)).text);
    expect(await find('search=ROBOT')).to.deep.equal([3]);
    expect(await find('search=%40user3&role=7')).to.deep.equal([3]);
    expect(await find('search=77')).to.deep.equal([77]);
    expect(await find('state=left')).to.deep.equal([4]);
    expect(await find('state=timed-out')).to.deep.equal([5]);
    expect(await find('search=nobody')).to.deep.equal([]);
  });

  it('takes whatever stands in the address for nothing, or for words', async () => {
    const odd = [
      'search=%25',
      'search=%00',
      'search=%5C',
      `search=${'x'.repeat(5_000)}`,
      'role=x',
      'role=99999999999999999999',
      'sort=password',
      'state=all',
      'after=1',
      'after=1&key=%00',
      'sort=joined&after=1&key=2026-02-30',
      'sort=joined&after=1&key=99999999999999999',
      'sort=balance&after=1&key=-1',
      'sort=balance&after=1&key=999999999999999999',
      'after=18446744073709551615&key=a',
      'search=a&search=b',
    ];
    for (const query of odd) expect((await viewer.get(`${path}?${query}`)).status, query).to.equal(200);
  });

  it('tells all of one of them, as text', async () => {
    const { text } = await viewer.get(`${path}/3`);
    expect(text).to.include('Robot &lt;b&gt;').and.not.include('Robot <b>');
    expect(text).to.include('>Bot<').and.include('Helpers').and.include('#ff8000');
    expect(text).to.include('Old guard').and.include('deleted');
    expect((await viewer.get(`${path}/5`)).text).to.include('Timed out until');
    expect((await viewer.get(`${path}/4`)).text).to.include('Has left');
    for (const id of ['0', '999', 'x', '99999999999999999999'])
      expect((await viewer.get(`${path}/${id}`)).status, id).to.equal(404);
  });

  it('tells what one of them did and went through, here and elsewhere', async () => {
    const { db } = panel.database;
    await db('guilds').insert({ id: '701', name: 'Elsewhere' });
    await db('guild_members').insert({ guild_id: '701', user_id: 6 });
    const [squad] = await db('squads').insert({ guild_id: guild, name: 'Ferris <b>', role_id: 7 }, ['id']);
    await db('squad_members').insert({ guild_id: guild, user_id: 6, squad_id: squad.id });
    const paid = { guild_id: guild, receiver_id: 6, amount: 10, kind: 'daily', streak: 1, multiplier: 1 };
    await db('bytes').insert({ ...paid, operation: 'msg:1', day: Math.floor(Date.now() / DAY) });
    for (const at of [guild, '701']) {
      const order = { guild: at, user: '6', operation: 'test', kind: 'warn', reason: 'Loud <b>.' } as const;
      const by = { actor: { kind: 'system', name: 'test' } as const, seconds: null, deleteMessageSeconds: 0 };
      await act({ db, log: silent }, [{ ...order, ...by, evidence: null }], Date.now());
    }
    const { text } = await viewer.get(`${path}/6`);
    expect(text.match(/1 warning; 1 warning counts now/g)).to.have.length(2);
    expect(text)
      .to.include('Ferris &lt;b&gt;')
      .and.include('Loud &lt;b&gt;.')
      .and.include('1 of the last 60 days')
      .and.include(`href="/admin/guilds/${guild}/cases/1"`)
      .and.not.include('Open a case');
  });
});
