import { expect } from 'chai';
import { keepRecords } from '../analytics/keep-records.ts';
import { click, uuid } from '../analytics/records.fixture.ts';
import { findStaleHours, rollUp } from '../analytics/roll-up.ts';
import { readSeriesOf } from '../analytics/stats.ts';
import { DAY, HOUR } from '../core/clock.ts';
import { ensurePartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { tablesScanned } from '../testing/plans.ts';
import { mostCounted, readSources } from './click-sources.ts';
import { countClicks, listClicks, visitorKinds } from './clicks.ts';
import { listRedirects } from './redirect-list.ts';
import { changeRedirect, createRedirect, findByName, removeRedirect } from './redirects.ts';

const by = { actor: { kind: 'system', name: 'test' }, hosts: ['bot.example'] } as const;
const draft = (name: string, rest = {}) => ({
  name,
  target: 'https://a.example/',
  note: '',
  enabled: true,
  ...rest,
});

describe('short links', () => {
  const database = useDatabase();
  const deps = {
    get db() {
      return database.db;
    },
  };

  it('are made once, however many make them at the same time, and each deed is written down', async () => {
    const made = await Promise.all([1, 2, 3].map(() => createRedirect(deps, draft('rules'), by)));
    expect(made.map(({ is }) => is).toSorted()).to.deep.equal(['created', 'name-taken', 'name-taken']);
    const { id = '', version = 0 } = (await findByName(deps, 'rules')) ?? {};
    const change = { id, version, changes: { target: 'https://b.example/' } };
    expect(await changeRedirect(deps, change, by)).to.have.property('is', 'changed');
    expect(await changeRedirect(deps, change, by)).to.have.property('is', 'stale');
    expect(
      await changeRedirect(deps, { ...change, version: 2, changes: { enabled: true } }, by),
    ).to.have.nested.property('redirect.version', 2);
    expect((await removeRedirect(deps, { id, version: 1 }, by)).is).to.equal('stale');
    expect((await removeRedirect(deps, { id, version: 2 }, by)).is).to.equal('removed');
    expect((await removeRedirect(deps, { id, version: 2 }, by)).is).to.equal('unknown');
    const actions: string[] = await database.db('audit_entries').orderBy('id').pluck('action');
    expect(actions).to.deep.equal(['redirect.created', 'redirect.changed', 'redirect.removed']);
  });

  it('lead to no host of ours, and take nobody else’s name', async () => {
    expect(await createRedirect(deps, draft('loop', { target: 'http://bot.example/loop' }), by)).eql({
      is: 'leads-back',
    });
    await createRedirect(deps, draft('one'), by);
    const two = await createRedirect(deps, draft('two', { note: '100 %' }), by);
    if (two.is !== 'created') throw new Error(two.is);
    const { id, version } = two.redirect;
    const change = (changes: object) => changeRedirect(deps, { id, version, changes }, by);
    expect(await change({ name: 'one' })).eql({ is: 'name-taken' });
    expect(await change({ target: 'https://bot.example/' })).eql({ is: 'leads-back' });
    const names = async (filters: object) =>
      (await listRedirects(deps, { limit: 10, ...filters })).map(({ name }) => name);
    expect(await names({})).eql(['one', 'two']);
    expect(await names({ after: 'one' })).eql(['two']);
    expect(await names({ find: 'TW' })).eql(['two']);
    expect(await names({ find: '%' })).eql(['two']);
    expect(await names({ state: 'off' })).eql([]);
  });
});

describe('clicks', () => {
  const database = useDatabase();
  const now = Date.UTC(2026, 10, 20, 15, 30);
  const deps = {
    get db() {
      return database.db;
    },
  };

  before(async () => {
    const span = { by: 'month', from: now - 30 * DAY, to: now } as const;
    for (const table of ['redirect_clicks', 'hourly_stats'])
      await ensurePartitions(database.db, { table, ...span });
    const referrer = 'https://a.example/<b>?q';
    const rows = [
      click(1, { at: now - HOUR, referrer, agent: '<i>' }),
      click(2, { at: now - HOUR, referrer, ip: '2001:db8::1' }),
      click(3, { at: now, bot: true, agent: 'Discordbot' }),
      click(4, { at: now - 3 * DAY }),
      click(5, { at: now, redirect: '6' }),
    ];
    for (let time = 0; time < 2; time++) {
      await keepRecords(database, 'clicks', rows);
      for (const stale of await findStaleHours(database, 10)) await rollUp(database, stale);
    }
  });

  it('are listed the latest first, people and bots apart, page by page', async () => {
    const ids = async (asked: object) =>
      (await listClicks(deps, '5', { limit: 10, ...asked })).map(({ id }) => id);
    expect(await ids({})).eql([3, 2, 1, 4].map(uuid));
    expect(await ids({ before: { at: new Date(now - HOUR), id: uuid(2) } })).eql([1, 4].map(uuid));
    expect(await ids({ by: 'bots' })).eql([uuid(3)]);
  });

  it('are counted once in series, sums and sources', async () => {
    const stats = ['clicks', 'clicks-bots'] as const;
    const series = await readSeriesOf(deps, { stats, label: '5', period: '24h', now });
    expect(series.clicks.map(({ count }) => count).slice(-2)).eql([2, 0]);
    expect(series['clicks-bots'].at(-1)?.count).to.equal(1);
    expect(await countClicks(deps, ['5', '6', '7'], now)).eql(
      new Map([
        ['5', { people: 3, bots: 1 }],
        ['6', { people: 1, bots: 0 }],
        ['7', { people: 0, bots: 0 }],
      ]),
    );
    const { counted, referrers, agents, ips } = await readSources(deps, '5', { period: '24h', now });
    expect(counted).to.equal(3);
    expect(referrers).eql([
      { source: 'a.example', people: 2, bots: 0 },
      { source: '', people: 0, bots: 1 },
    ]);
    expect(agents.map(({ source }) => source)).eql(['<i>', 'Discordbot', 'Firefox']);
    expect(ips[0]).eql({ source: '192.0.2.1', people: 1, bots: 1 });
  });

  it('tell of more agents than are shown, so that those of one kind can be put together', async () => {
    const rows = Array.from({ length: 70 }, (_, i) =>
      click(100 + i, { at: now, redirect: '8', agent: `Browser/${i}`, ip: `192.0.2.${i}` }),
    );
    await keepRecords(database, 'clicks', rows);
    const { agents, ips } = await readSources(deps, '8', { period: '24h', now });
    expect([agents.length, ips.length]).eql([60, 10]);
  });

  it('of very many read no table from end to end', async function () {
    this.timeout(20_000);
    await database.db.raw(
      `
      INSERT INTO redirect_clicks (id, at, redirect_id, ip, bot)
      SELECT gen_random_uuid(), ?::timestamptz - i * interval '1 minute', 100 + i % 20, '192.0.2.9', i % 1000 = 0
      FROM generate_series(1, 40000) i`,
      [new Date(now)],
    );
    await database.db.raw('ANALYZE redirect_clicks');
    const work: (() => Promise<unknown>)[] = [
      () => readSources(deps, '101', { period: '30d', now }),
      ...visitorKinds.map((by) => () => listClicks(deps, '101', { by, limit: 51 })),
      () => listClicks(deps, '101', { limit: 51 }),
      () => listClicks(deps, '101', { limit: 51, before: { at: new Date(now - 20 * DAY), id: uuid(1) } }),
    ];
    for (const [n, one] of work.entries()) expect(await tablesScanned(database.db, one), `${n}`).eql([]);
    expect((await readSources(deps, '101', { period: '30d', now })).counted).to.be.below(mostCounted);
  });
});
