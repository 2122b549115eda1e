import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { addStats } from '../../shared/analytics/add-stats.ts';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { command, uuid, view } from '../../shared/analytics/records.fixture.ts';
import { HOUR } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { rollUpOnce } from '../../workers/analytics/roll-ups.ts';
import { openLiveDashboard } from '../live/dashboard.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = '<img src=x onerror=alert(1)>';
const now = Date.now();

describe('dashboard and analytics', () => {
  const panel = usePanel();
  let admin: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    const { id } = await createAccount({ db }, { username: 'guest', password, role: 'viewer' });
    await db('guilds').insert({ id: '100', name: hostile });
    await db('discord_users').insert({ id: '77', username: 'mallory', global_name: hostile });
    await db('admin_users').where({ id }).update({ role: null });
    await db('staff_guild_roles').insert({ user_id: id, guild_id: '100', role: 'admin' });
    const since = { from: now - 2 * HOUR, to: now };
    for (const table of ['page_views', 'command_usages'] as const)
      await ensurePartitions(db, { table, by: 'day', ...since });
    await ensurePartitions(db, { table: 'hourly_stats', by: 'month', ...since });
    await keepRecords({ db }, 'commands', [
      command(1, { at: now, ms: 1_500 }),
      command(2, { at: now, ms: 500, user: '78', command: hostile }),
    ]);
    await keepRecords({ db }, 'views', [
      view(1, {
        at: now - 1,
        path: `/${hostile}`,
        route: '/a',
        agent: hostile,
        referrer: `https://x.example/${hostile}`,
      }),
      view(2, { at: now - 2, ip: '2001:db8::7', status: 429 }),
      view(3, {
        at: now - 3,
        ip: '2001:db8::7',
        status: 403,
        bot: true,
        agent: 'Mozilla/5.0 (compatible; Crawler/1)',
      }),
      view(4, { at: now - 4, ip: '192.0.2.9', route: null, status: 500 }),
    ]);
    await rollUpOnce({ db, log: silent });
    await addStats({ db }, [
      { stat: 'messages', at: now, count: 1_234 },
      { stat: 'queue-lag', at: now, count: 1, most: 4_200 },
    ]);
    const beat = {
      process: 'shards-0',
      guilds: 3,
      shards: 4,
      started_at: new Date(now),
      beat_at: new Date(now),
    };
    await db('bot_statuses').insert([
      { ...beat, shard: 0, state: 'attached' },
      { ...beat, shard: 1, state: 'detached' },
      { ...beat, shard: 2, state: 'attached', beat_at: new Date(now - HOUR) },
    ]);
    admin = panel.visit();
    await admin.logIn('admin', password);
  });

  const open = async (path: string) => {
    const { status, text } = await admin.get(path);
    expect(status, path).to.equal(200);
    expect(text).to.not.include('<img src=x');
    return text;
  };

  it('sum up bot and web over each period, and whatever else is asked for over a day', async () => {
    for (const query of ['', '?period=7d', '?period=30d', '?period=1y', '?period=7d&period=30d']) {
      const text = await open(`/admin/dashboard${query}`);
      expect(text)
        .to.match(/Messages<\/dt><dd>1,234/)
        .and.match(/Commands<\/dt><dd>2</);
      expect(text)
        .to.match(/>3\s+<span class="quiet">and 1 by bots/)
        .and.include('4.2 s');
      expect(text).to.include('&lt;img src=x').and.include('href="/admin/users/77"');
    }
  });

  it('show the shards that are not well first', async () => {
    const text = await open('/admin/dashboard');
    expect(text).to.match(/<dd>1 of 4/);
    const states = [...text.matchAll(/>(Connected|Silent|Let go)</g)].map(([, state]) => state);
    expect(states).to.deep.equal(['Let go', 'Silent', 'Connected']);
  });

  it('stand beside alarms, of which an admin dismisses those of processes that nobody wants back', async () => {
    const { db } = panel.database;
    const times = { raised_at: new Date(now), seen_at: new Date(now) };
    const alarm = (kind: string) => ({ kind, subject: kind, text: `${kind} ${hostile}`, ...times });
    const made = await db('alarms').insert(['dead-process', 'disk'].map(alarm), ['id']);
    const [dead, disk] = made.map(({ id }: { id: string }) => `/admin/cluster/alarms/${id}`);
    const { text } = await admin.get('/admin/cluster');
    expect(text).to.include(`href="${dead}"`).and.not.include(`href="${disk}"`).and.not.include(hostile);
    expect((await admin.get(disk ?? '')).text).not.to.include('/dismiss');
    expect((await admin.post(`${dead}/dismiss`, {})).status, 'without a token').to.equal(403);
    await admin.submit('/admin/account', {}, `${disk}/dismiss`);
    expect(await db('alarms').whereNull('cleared_at')).to.have.length(2);
    const sent = await admin.submit(dead ?? '', {}, `${dead}/dismiss`);
    expect([sent.status, sent.location]).to.deep.equal([303, '/admin/cluster']);
    expect(await db('alarms').whereNull('cleared_at').pluck('kind')).to.deep.equal(['disk']);
    const [entry] = await db('audit_entries').where({ action: 'alarm.dismissed' });
    expect(entry).to.include({ actor_name: 'admin' });
    await db('alarms').delete();
  });

  it('stay fresh while somebody looks', async () => {
    expect(await open('/admin/dashboard?period=7d')).to.include(
      'data-source="/admin/dashboard/live?period=7d"',
    );
    const stream = await admin.get('/admin/dashboard/live?period=7d');
    expect(stream.headers.get('content-type')).to.include('text/event-stream');
    const live = openLiveDashboard({ ...panel, db: panel.database.db, log: silent }, 60_000);
    let leave = () => {};
    const html = await new Promise<string>((send) => {
      leave = live.watch('7d', { send, end() {} });
    });
    leave();
    expect(html).to.include('1,234').and.not.include('<img src=x');
  });

  it('count pages, addresses, referrers and programs, people and bots apart', async () => {
    const text = await open('/admin/analytics');
    expect(text)
      .to.match(/Views by people<\/dt><dd>3</)
      .and.match(/Views by bots<\/dt><dd>1</);
    expect(text).to.include('x.example').and.include('Crawler/1').and.include('no such page');
    for (const sort of ['throttled', '-blocked', 'views', 'x']) {
      const sorted = await open(`/admin/analytics?period=30d&sort=${sort}`);
      expect(sorted).to.match(/2001:db8::7<\/code><\/a><\/td><td class="number">2<.*?>1<.*?>1</);
      expect(sorted.includes('192.0.2.9')).to.equal(!/throttled|blocked/.test(sort));
    }
  });

  it('say of how many requests no details are kept, where there are such', async () => {
    expect(await open('/admin/analytics')).to.not.include('no details are kept');
    const some = { at: now - (now % HOUR), of: 'views', label: '/a', bot: false, count: 4_321 };
    await keepRecords(panel.database, 'surplus', [{ id: uuid(9), ...some, sum: 0, most: 0 }]);
    expect(await open('/admin/analytics')).to.include('Of 4,321 requests no details are kept');
  });

  it('find views by what was asked for, and take nonsense for nothing said', async () => {
    const shown = async (query: string) =>
      [...(await open(`/admin/analytics/views?${query}`)).matchAll(/<time/g)].length;
    expect(await shown('')).to.equal(4);
    expect(await shown('ip=2001:DB8::7')).to.equal(2);
    expect(await shown('ip=2001:db8::7&status=429')).to.equal(1);
    expect(await shown('status=5xx&by=people&route=none')).to.equal(1);
    expect(await shown('by=bots')).to.equal(1);
    expect(await shown('ip=192.0.2.1%00')).to.equal(0);
    expect(await shown('ip=nonsense')).to.equal(0);
    for (const query of [
      'route=%00',
      'status=200',
      'by=x',
      'before=1.x',
      'before=99999999999999.x',
      'ip=&ip=x',
    ])
      expect(await shown(query), query).to.equal(4);
    expect(await shown('before=99999999999999.00000000-0000-4000-8000-000000000000')).to.equal(4);
  });

  it('are for admins of everything alone', async () => {
    for (const name of ['moderator', 'guest']) {
      const visitor = panel.visit();
      await visitor.logIn(name, password);
      for (const path of ['dashboard', 'dashboard/live', 'analytics', 'analytics/views'])
        expect((await visitor.get(`/admin/${path}`)).status, path).to.equal(403);
    }
  });
});
