import { expect } from 'chai';
import { createAccount } from '../shared/accounts/store.ts';
import { DAY } from '../shared/core/clock.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { saveGuilds } from '../shared/sync/store.ts';
import type { Browser } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

const password = 'correct horse battery';
const hostile = `=<img src=x onerror=alert(1)>'"&</td>`;
const guild = snowflakeAt(Date.UTC(2020, 1, 1));
const others = Array.from({ length: 60 }, (_, index) => snowflakeAt(Date.UTC(2021, 1, 1), index));
const [ada, mallory] = ['11', '12'];
const today = Date.UTC(2026, 10, 24, 12);

describe('pages of guilds', () => {
  const panel = usePanel();
  let owner: Browser;
  let guest: Browser;
  const open = async (path: string, browser = owner) => {
    const page = await browser.get(path);
    expect(page.status, path).to.equal(200);
    return page.text;
  };

  before(async () => {
    const { db } = panel.database;
    const sight = (id: string, name: string, memberCount: number | null) => ({
      guild: id,
      name,
      icon: null,
      owner: '1',
      memberCount,
      at: 1,
    });
    await saveGuilds({ db }, [
      sight(guild, hostile, 5_000),
      ...others.map((id, index) => sight(id, `Guild ${String(index).padStart(2, '0')}`, index || null)),
    ]);
    await db('discord_users').insert([
      { id: ada, username: 'ada', global_name: 'Ada' },
      { id: mallory, username: 'mallory', global_name: hostile },
      { id: '13', username: 'adam' },
    ]);
    await db('guild_members').insert([
      { guild_id: guild, user_id: ada, balance: 1_300 },
      { guild_id: guild, user_id: mallory, balance: 34 },
      { guild_id: guild, user_id: '13' },
      { guild_id: others[0], user_id: ada, balance: 7 },
    ]);
    const row = { guild_id: guild, amount: 1, kind: 'admin' };
    await db('bytes').insert([
      ...Array.from({ length: 120 }, (_, index) => ({
        ...row,
        receiver_id: ada,
        amount: 10,
        operation: `old:${index}`,
        created_at: new Date(today - 9 * DAY + index),
      })),
      {
        ...row,
        receiver_id: mallory,
        giver_id: ada,
        kind: 'transfer',
        reason: hostile,
        operation: 't:1',
        created_at: new Date(today),
      },
      { ...row, receiver_id: mallory, amount: 77, operation: 'a:1', created_at: new Date(today + DAY) },
    ]);
    await createAccount({ db }, { username: 'owner', password, role: 'owner' });
    const account = await createAccount({ db }, { username: 'guest', password, role: 'viewer' });
    await db('admin_users').where({ id: account.id }).update({ role: null });
    await db('staff_guild_roles').insert({ user_id: account.id, guild_id: others[0], role: 'viewer' });
    [owner, guest] = [panel.visit(), panel.visit()];
    await owner.logIn('owner', password);
    await guest.logIn('guest', password);
  });

  it('walk through all guilds page by page, each once, in either order of names and members', async () => {
    for (const sort of ['name', '-name', 'members', '-members']) {
      const seen: string[] = [];
      let path: string | undefined = `/admin?sort=${sort}`;
      while (path) {
        const text: string = await open(path);
        seen.push(
          ...[...text.matchAll(/<td><a class="named" href="\/admin\/guilds\/(\d+)"/g)].map(
            ([, id]) => id ?? '',
          ),
        );
        path = text.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(seen, sort).to.have.length(61);
      expect(new Set(seen).size, sort).to.equal(61);
      if (sort === '-members') expect(seen[0]).to.equal(guild);
      if (sort === 'members') expect(seen[0]).to.equal(others[0]);
    }
  });

  it('take nonsense in a query for nothing said', async () => {
    for (const query of [
      'sort=;drop',
      'after=1&key=x&sort=members',
      'after=x',
      'search=%00',
      'search=%25',
      'sort=a&sort=b',
    ])
      await open(`/admin?${query}`);
    for (const query of [
      'from=2026-13-99',
      'kind=x',
      'before=-1',
      'member=%00',
      'member=%25',
      'to=x',
      'from=0001-01-01',
    ])
      await open(`/admin/guilds/${guild}/ledger?${query}`);
    for (const query of ['', 'q=%00', 'q=%25%5F%5C', `q=${'9'.repeat(19)}`])
      await open(`/admin/search?${query}`);
  });

  it('sum what a guild holds and what moved in it', async () => {
    const text = await open(`/admin/guilds/${guild}`);
    expect(text).to.match(/Bytes in circulation<\/dt><dd>1,334</);
    expect(text).to.match(/Members with bytes<\/dt><dd>2</);
    expect(text).to.include('<svg').and.include('Bytes moved');
  });

  it('show the ledger a page at a time, each row once', async () => {
    const seen: string[] = [];
    let path: string | undefined = `/admin/guilds/${guild}/ledger`;
    let pages = 0;
    while (path) {
      const text: string = await open(path);
      seen.push(...[...text.matchAll(/<td class="number">([\d,]+)</g)].map(([, amount]) => amount ?? ''));
      path = text.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&');
      pages++;
    }
    expect(pages).to.equal(3);
    expect(seen).to.have.length(122);
    expect(seen.slice(0, 3)).to.deep.equal(['77', '1', '10']);
  });

  it('filter the ledger by member, kind and day', async () => {
    const amounts = async (query: string) =>
      [
        ...(await open(`/admin/guilds/${guild}/ledger?${query}`)).matchAll(/<td class="number">([\d,]+)</g),
      ].map(([, amount]) => amount);
    expect(await amounts('member=mallory')).to.deep.equal(['77', '1']);
    expect(await amounts(`member=${mallory}&kind=transfer`)).to.deep.equal(['1']);
    expect(await amounts('kind=transfer')).to.deep.equal(['1']);
    expect(await amounts('from=2026-11-24&to=2026-11-24')).to.deep.equal(['1']);
    expect(await amounts('from=2026-11-25')).to.deep.equal(['77']);
    expect(await amounts('to=2026-11-23')).to.have.length(50);
    expect(await amounts('member=ADA&from=2026-11-20')).to.deep.equal(['1']);
    expect(await amounts('from=2030-01-01')).to.deep.equal([]);
  });

  it('ask which member is meant where several names begin so', async () => {
    const text = await open(`/admin/guilds/${guild}/ledger?member=ad`);
    expect(text).to.include('Which member?').and.include(`member=${ada}`).and.include('member=13');
    expect(await open(`/admin/guilds/${guild}/ledger?member=nobody`)).to.include(
      'Nobody here has that name or id.',
    );
  });

  it('hand out the ledger as a file that no spreadsheet computes', async () => {
    const { text, headers } = await owner.get(`/admin/guilds/${guild}/ledger.csv?member=mallory`);
    expect(headers.get('content-type')).to.include('text/csv');
    expect(headers.get('content-disposition')).to.include(`ledger-${guild}.csv`);
    const rows = text.trim().split('\r\n');
    expect(rows).to.have.length(3);
    expect(rows[2]).to.include(`"'=<img src=x onerror=alert(1)>'""&</td>"`);
    expect(rows[2]).to.include(`transfer,${ada},Ada,${mallory}`);
  });

  it('find guilds and members from anywhere, by name or id', async () => {
    expect(await open('/admin/search?q=guild 07')).to.include(`/admin/guilds/${others[7]}"`);
    expect(await open('/admin/search?q=uild 07')).to.include(`/admin/guilds/${others[7]}"`);
    expect(await open(`/admin/search?q=${others[7]}`)).to.include(`/admin/guilds/${others[7]}"`);
    expect(await open('/admin/search?q=MALL')).to.include(`/admin/guilds/${guild}/members/${mallory}"`);
    const text = await open(`/admin/search?q=${ada}`);
    expect(text)
      .to.include(`/admin/users/${ada}"`)
      .and.include(`/admin/guilds/${guild}/members/${ada}"`)
      .and.include(`/admin/guilds/${others[0]}/members/${ada}"`);
  });

  it('show an account with a role in one guild that guild, and nothing of the others', async () => {
    const list = await open('/admin', guest);
    expect(list).to.include(`/admin/guilds/${others[0]}"`).and.not.include(`/admin/guilds/${others[1]}"`);
    for (const q of ['Guild', ada, 'ada', others[1], hostile])
      for (const path of [
        `/admin/search?q=${encodeURIComponent(q ?? '')}`,
        `/admin/search/guilds?search=${encodeURIComponent(q ?? '')}`,
      ]) {
        const text = await open(path, guest);
        for (const other of [guild, others[1], others[2]])
          expect(text).to.not.include(`/admin/guilds/${other}`);
      }
    for (const path of [
      `/admin/guilds/${guild}`,
      `/admin/guilds/${guild}/ledger`,
      `/admin/guilds/${guild}/ledger.csv`,
    ])
      expect((await guest.get(path)).status, path).to.equal(404);
  });

  it('offer only the links that an account may follow', async () => {
    const [all, few] = [
      await open(`/admin/guilds/${others[0]}`),
      await open(`/admin/guilds/${others[0]}`, guest),
    ];
    for (const path of ['/admin/keys', '/admin/staff', '/admin/audit', '/admin/queues'])
      expect(all).to.include(`href="${path}"`);
    for (const path of ['/admin/keys', '/admin/staff', '/admin/audit', '/admin/queues'])
      expect(few).to.not.include(`href="${path}"`);
    expect(few).to.include(`href="/admin/guilds/${others[0]}/ledger"`);
  });

  it('keep names and reasons as text, whatever they contain, and carry nothing inline', async () => {
    for (const path of [
      '/admin',
      '/admin/styleguide',
      `/admin/guilds/${guild}`,
      `/admin/guilds/${guild}/ledger`,
      `/admin/guilds/${guild}/ledger?member=${encodeURIComponent(hostile)}`,
      `/admin/search?q=${encodeURIComponent(hostile)}`,
      `/admin/search/guilds?search=${encodeURIComponent(hostile)}`,
    ]) {
      const text = await open(path);
      expect(text, path).to.not.match(
        /<img src=x|<script>|<style| style="|\son\w+="|(src|href)="(https?:)?\/\//,
      );
      if (path !== '/admin/styleguide') expect(text, path).to.include('&lt;img src=x onerror');
    }
  });
});
