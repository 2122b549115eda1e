import { expect } from 'chai';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { command, uuid, view } from '../../shared/analytics/records.fixture.ts';
import { findStaleHours, rollUp } from '../../shared/analytics/roll-up.ts';
import { HOUR, systemClock } from '../../shared/core/clock.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { useApi } from '../testing/api.ts';

const now = Math.floor(systemClock() / HOUR) * HOUR;

describe('what the API tells of records', () => {
  const api = useApi();
  let token = '';
  let bound = '';

  before(async () => {
    const { database } = api;
    await keepPartitions(database.db, now);
    const views = [1, 2, 3, 4, 5].map((number) => view(number, { at: now - (number === 5 ? HOUR : 0) }));
    await keepRecords(database, 'views', [
      ...views,
      view(6, { at: now + 1, ip: '2001:db8::1', agent: '<script>' }),
    ]);
    await keepRecords(database, 'commands', [
      command(1, { at: now }),
      command(2, { at: now, guild: '200', user: '88' }),
      command(3, { at: now, guild: null }),
    ]);
    for (const stale of await findStaleHours(database, 10)) await rollUp(database, stale);
    ({ token } = await api.makeKey());
    ({ token: bound } = await api.makeKey({ guilds: ['100'] }));
  });

  const ask = async (path: string, key = token) => {
    const { status, body } = await api.ask('GET', `/api/v1${path}`, { token: key });
    return { status, next: body.next, items: (body.items ?? []) as Record<string, unknown>[] };
  };

  it('page views, each once over all pages, also where many are of one moment', async () => {
    for (const [sort, expected] of [
      ['-at', [6, 1, 2, 3, 4, 5]],
      ['at', [5, 1, 2, 3, 4, 6]],
    ] as const) {
      const ids: unknown[] = [];
      for (let cursor: unknown = ''; cursor !== null; ) {
        const page = await ask(`/page-views?sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      }
      expect(ids, sort).to.deep.equal(expected.map(uuid));
    }
    const { items } = await ask('/page-views?ip=2001:0db8::0001');
    expect(items).to.have.length(1);
    expect(items[0]).to.deep.include({
      id: uuid(6),
      ip: '2001:db8::1',
      agent: '<script>',
      route: '/a',
      status: 200,
    });
    expect((await ask('/page-views?ip=example')).status).to.equal(400);
    const stolen = Buffer.from(JSON.stringify(['-at', '5', '5'])).toString('base64url');
    expect((await ask(`/page-views?cursor=${stolen}`)).status, 'a cursor with another tie').to.equal(400);
  });

  it('uses of commands, to a key of one guild those in it', async () => {
    const users = async (path: string, key?: string) =>
      (await ask(path, key)).items.map(({ user, guild }) => [user, guild]);
    expect(await users('/command-usages')).to.deep.equal([
      ['77', '100'],
      ['88', '200'],
      ['77', null],
    ]);
    expect(await users('/command-usages?user=88')).to.deep.equal([['88', '200']]);
    expect(await users('/command-usages', bound)).to.deep.equal([['77', '100']]);
    expect((await ask('/command-usages?guild=200', bound)).status).to.equal(404);
  });

  it('what was counted by the hour, of everything only to keys of every guild', async () => {
    const { items } = await ask('/hourly-stats?stat=page-views');
    expect(items.map(({ count }) => count)).to.deep.equal([5, 1]);
    expect((await ask('/hourly-stats?stat=page-views&label=/a&limit=1')).items).to.have.length(1);
    const tops = await ask('/hourly-stats/tops?stat=commands-by-user&period=7d');
    expect(tops.items.map(({ label, count }) => [label, count])).to.deep.equal([
      ['77', 2],
      ['88', 1],
    ]);
    for (const path of ['/page-views', '/hourly-stats?stat=messages', '/hourly-stats/tops?stat=ips'])
      expect((await ask(path, bound)).status, path).to.equal(403);
    expect((await ask('/hourly-stats?stat=messages&guild=100', bound)).status).to.equal(200);
    expect((await ask('/hourly-stats?stat=messages&guild=200', bound)).status).to.equal(404);
    expect((await ask('/hourly-stats?stat=passwords')).status).to.equal(400);
  });

  it('labels that stand for people only to keys that may read the rows they come from', async () => {
    const { token: counts } = await api.makeKey({ scopes: ['hourly-stats:read'] });
    for (const path of ['/hourly-stats?stat=ips&label=192.0.2.1', '/hourly-stats/tops?stat=commands-by-user'])
      expect([(await ask(path, counts)).status, (await ask(path)).status], path).to.deep.equal([403, 200]);
    for (const path of ['/hourly-stats?stat=ips', '/hourly-stats/tops?stat=slow-pages'])
      expect((await ask(path, counts)).status, path).to.equal(200);
  });
});
