import { expect } from 'chai';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import { ensurePartitions, keepPartitions } from '../db/partitions.ts';
import { askTogether } from '../db/together.ts';
import { useDatabase } from '../testing/database.ts';
import { addressCounts } from './address-counts.ts';
import { forgetLabels } from './forget-labels.ts';
import { keepRecords } from './keep-records.ts';
import { click, command, uuid, view } from './records.fixture.ts';
import { findStaleHours, rollUp } from './roll-up.ts';
import { readSeries, readSeriesOf } from './stats.ts';
import { readTop } from './tops.ts';
import { truncateAddresses } from './truncate-addresses.ts';

const now = Date.UTC(2026, 10, 20, 12, 30);

describe('records', () => {
  const database = useDatabase();
  const rollUpAll = async () => {
    for (const stale of await findStaleHours(database, 100)) await rollUp(database, stale);
  };
  const top = async (stat: Parameters<typeof readTop>[1]['stat'], period: '24h' | '30d' = '24h') =>
    (await readTop(database, { stat, period, limit: 10, now })).map(({ label, count }) => [label, count]);

  before(async () => {
    const { db } = database;
    await keepPartitions(db, now);
    await ensurePartitions(db, { table: 'page_views', by: 'day', from: now - 31 * DAY, to: now - 30 * DAY });
    for (const table of ['redirect_clicks', 'hourly_stats'])
      await ensurePartitions(db, { table, by: 'month', from: now - 31 * DAY, to: now });
  });
  beforeEach(() =>
    database.db.raw(
      'TRUNCATE page_views, redirect_clicks, command_usages, kept_jobs, hourly_stats, stale_hours',
    ),
  );

  it('are kept once, however often their job runs, and as far as Postgres can hold them', async () => {
    const rows = [
      view(1, { at: now }),
      view(2, {
        at: now,
        agent: `<b>\0${'\uD800'}${'x'.repeat(10_000)}`,
        referrer: 'https://a.example/?q=<i>',
      }),
      view(3, { at: now - 91 * DAY }),
      view(4, { at: now, ip: 'not an address' }),
      { nonsense: true },
    ];
    expect(await keepRecords(database, 'views', rows)).to.deep.equal({ dropped: 3 });
    expect(await keepRecords(database, 'views', rows), 'again').to.deep.equal({ dropped: 3 });
    const kept = await database.db('page_views').orderBy('id');
    expect(kept.map(({ id }) => id)).to.deep.equal([uuid(1), uuid(2)]);
    expect(kept[1].agent)
      .to.have.length(512)
      .and.match(/^<b>\uFFFD\uFFFDxx/);
    expect(kept[1]).to.include({ referrer: 'https://a.example/?q=<i>', referrer_host: 'a.example' });
    expect(await findStaleHours(database, 10)).to.have.length(1);
  });

  it('are kept beside such as Postgres refuses, and such as come where a partition is missing', async () => {
    const rows = [
      ...[1, 2, 3].map((number) => view(number, { at: now })),
      view(4, { at: now, status: 70_000 }), // more than its column takes
      view(5, { at: now - 20 * DAY }), // between the month that is long ago and today
      view(6, { at: now - HOUR }),
    ];
    for (const _ of [1, 2]) expect(await keepRecords(database, 'views', rows)).to.deep.equal({ dropped: 2 });
    const kept = await database.db('page_views').orderBy('id').pluck('id');
    expect(kept).to.deep.equal([1, 2, 3, 6].map(uuid));
    await rollUpAll();
    expect(await top('slow-pages')).to.deep.equal([['/a', 4]]);
  });

  it('are kept of clicks, commands and jobs as well', async () => {
    await keepRecords(database, 'clicks', [click(1, { at: now })]);
    await keepRecords(database, 'commands', [command(1, { at: now, guild: null }), command(1, { at: now })]);
    const job = {
      id: uuid(9),
      queue: 'effects',
      job: 'a',
      at: now,
      partition: 0,
      name: 'say',
      guild: null,
      outcome: 'failed',
      why: null,
    };
    await keepRecords(database, 'jobs', [
      { ...job, attempts: 3, data: { content: 'a\0b' }, ids: ['7', '8'] },
    ]);
    expect(await database.db('redirect_clicks').pluck('redirect_id')).to.deep.equal(['5']);
    expect(await database.db('command_usages').pluck('id')).to.have.length(1);
    expect(await database.db('kept_jobs').first('data', 'ids')).to.deep.equal({
      data: { content: 'a\uFFFDb' },
      ids: ['7', '8'],
    });
  });

  it('are summed up by the hour, people and bots apart, and the same when that is repeated', async () => {
    const busy = { at: now, ip: '192.0.2.1', agent: 'Firefox' };
    await keepRecords(database, 'views', [
      view(1, { ...busy, route: '/a', ms: 10, referrer: 'https://from.example/x' }),
      view(2, { ...busy, route: '/a', ms: 30, agent: null }),
      view(3, { ...busy, route: '/b', ms: 500, status: 429 }),
      view(4, { ...busy, route: null, status: 403, ip: '2001:db8::1' }),
      view(5, { ...busy, route: '/a', bot: true, agent: 'Crawler', at: now - 2 * HOUR }),
    ]);
    await rollUpAll();
    await rollUp(database, { kind: 'views', hour: new Date(now - 30 * MINUTE), version: '1' });
    expect(await findStaleHours(database, 10)).to.deep.equal([]);
    const series = await readSeriesOf(database, {
      stats: ['page-views', 'page-views-bots'],
      period: '24h',
      now,
    });
    expect(series['page-views'].at(-1)).to.include({ count: 4, sum: 545, most: 500 });
    expect(series['page-views-bots'].map(({ count }) => count)).to.deep.equal([
      ...Array(21).fill(0),
      1,
      0,
      0,
    ]);
    expect(await top('slow-pages')).to.deep.equal([
      ['/a', 3],
      ['/b', 1],
      ['none', 1],
    ]);
    expect(await top('ips')).to.deep.equal([
      ['192.0.2.1', 4],
      ['2001:db8::1', 1],
    ]);
    expect(await top('ips-throttled')).to.deep.equal([['192.0.2.1', 1]]);
    expect(await top('ips-blocked')).to.deep.equal([['2001:db8::1', 1]]);
    expect(await top('referrers')).to.deep.equal([['from.example', 1]]);
    expect(await top('agents')).to.deep.equal([
      ['Firefox', 3],
      ['none', 1],
    ]);
    expect(await top('agents-bots', '30d')).to.deep.equal([['Crawler', 1]]);
    expect(
      await readTop(database, { stat: 'slow-pages', period: '7d', limit: 1, now, by: 'average' }),
    ).to.deep.equal([{ label: '/b', count: 1, sum: 500, most: 500 }]);
  });

  it('are summed up again where more came in, also while an hour is being summed up', async () => {
    await keepRecords(database, 'commands', [command(1, { at: now })]);
    const [stale] = await findStaleHours(database, 1);
    if (!stale) throw new Error('no hour is stale');
    await keepRecords(database, 'commands', [command(2, { at: now, command: 'bytes heap', guild: '9' })]);
    await rollUp(database, stale);
    expect(await findStaleHours(database, 1), 'more came than it was asked for').to.have.length(1);
    await rollUpAll();
    expect(await top('commands')).to.deep.equal([
      ['bytes heap', 1],
      ['bytes read', 1],
    ]);
    expect(await top('commands-by-user', '30d')).to.deep.equal([['77', 2]]);
    expect(await top('commands-by-guild')).to.deep.equal([
      ['100', 1],
      ['9', 1],
    ]);
  });

  it('that come while an hour is summed up and again are not overlooked, though it was fresh in between', async () => {
    await keepRecords(database, 'views', [view(1, { at: now })]);
    const [stale] = await findStaleHours(database, 1);
    if (!stale) throw new Error('no hour is stale');
    await rollUpAll();
    await keepRecords(database, 'views', [view(2, { at: now })]);
    const again = (await findStaleHours(database, 1))[0]?.version;
    expect(again, 'the one that was summed up').not.to.equal(stale.version);
  });

  it('of each of many redirects are summed up: each has a chart', async () => {
    const clicks = Array.from({ length: 1_005 }, (_, index) =>
      click(index, { at: now, redirect: String(index + 1) }),
    );
    await keepRecords(database, 'clicks', clicks);
    await rollUpAll();
    const { rows } = await database.db.raw(
      "SELECT stat, count(*)::integer FROM hourly_stats WHERE label <> '' GROUP BY 1 ORDER BY 1",
    );
    expect(rows).to.deep.equal([
      { stat: 'clicks', count: 1_005 },
      { stat: 'clicks-by-day', count: 1_005 },
    ]);
  });

  it('of a redirect are a chart of their own, over days as well', async () => {
    const days = [0, 0, 3, 29, 31].map((ago, index) => click(index, { at: now - ago * DAY, redirect: '5' }));
    await keepRecords(database, 'clicks', [
      ...days,
      click(9, { at: now, redirect: '6' }),
      click(10, { at: now, bot: true }),
    ]);
    await rollUpAll();
    const points = await readSeries(database, { stat: 'clicks', label: '5', period: '30d', now });
    expect(points).to.have.length(30);
    expect(
      points.filter(({ count }) => count > 0).map(({ at, count }) => [at.toISOString().slice(0, 10), count]),
    ).to.deep.equal([
      ['2026-10-22', 1],
      ['2026-11-17', 1],
      ['2026-11-20', 2],
    ]);
    expect(await top('clicks', '30d')).to.deep.equal([
      ['5', 4],
      ['6', 1],
    ]);
  });

  it('of the API are those that it turned away: by address, and no views of pages', async () => {
    const api = { at: now, route: '/api/v1/guilds', ip: '198.51.100.7' };
    await keepRecords(
      database,
      'views',
      [429, 429, 401, 403].map((status, number) => view(number, { ...api, status })),
    );
    await keepRecords(database, 'views', [view(9, { at: now })]);
    await rollUpAll();
    expect(await top('slow-pages')).to.deep.equal([['/a', 1]]);
    const asked = { period: '24h', now, by: 'throttled', limit: 10 } as const;
    expect(await askTogether(database.db, [addressCounts(asked)])).to.deep.equal([
      [{ ip: '198.51.100.7', views: 4, throttled: 2, blocked: 2 }],
    ]);
  });

  it('keep of each hour the hundred most frequent addresses, and all in the total', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => view(index, { at: now, ip: `192.0.2.${index}` }));
    await keepRecords(database, 'views', [...rows, view(200, { at: now, ip: '192.0.2.129' })]);
    await rollUpAll();
    const labels = await database
      .db('hourly_stats')
      .where({ stat: 'ips' })
      .orderBy('count', 'desc')
      .select('label', 'count');
    expect(labels).to.have.length(101);
    expect(labels.slice(0, 2)).to.deep.equal([
      { label: '', count: '131' },
      { label: '192.0.2.129', count: '2' },
    ]);
  });

  it('of an address count no less than were refused, though others look at more pages', async () => {
    const busy = Array.from({ length: 200 }, (_, index) =>
      view(index, { at: now, ip: `192.0.2.${index % 100}` }),
    );
    await keepRecords(database, 'views', [...busy, view(300, { at: now, ip: '198.51.100.7', status: 429 })]);
    await rollUpAll();
    const asked = { period: '24h', now, by: 'throttled', limit: 10 } as const;
    expect(await askTogether(database.db, [addressCounts(asked)])).to.deep.equal([
      [{ ip: '198.51.100.7', views: 1, throttled: 1, blocked: 0 }],
    ]);
  });

  it('say less of people after thirty days, and no less before', async () => {
    const old = now - 30 * DAY - MINUTE;
    await keepRecords(database, 'views', [
      view(1, { at: old, ip: '192.0.2.77' }),
      view(2, { at: old, ip: '2001:db8:1:2:3::4' }),
      view(3, { at: old + 2 * MINUTE, ip: '192.0.2.77' }),
    ]);
    await keepRecords(database, 'clicks', [click(1, { at: old, ip: '198.51.100.9' })]);
    await rollUpAll();
    await forgetLabels(database, now + DAY);
    expect(await truncateAddresses(database, now)).to.equal(3);
    expect(await truncateAddresses(database, now), 'a second time').to.equal(0);
    const ips = await database.db('page_views').orderBy('id').pluck('ip');
    expect(ips).to.deep.equal(['192.0.2.0/24', '2001:db8:1::/48', '192.0.2.77']);
    expect(await database.db('redirect_clicks').pluck('ip')).to.deep.equal(['198.51.100.0/24']);
    const labels = await database.db('hourly_stats').whereLike('stat', 'ips%').pluck('label');
    expect(new Set(labels), 'totals').to.deep.equal(new Set(['']));
    expect(await database.db('hourly_stats').where({ stat: 'slow-pages-by-day' })).to.have.length(1);
  });
});
