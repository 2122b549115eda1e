import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { freePort } from '../../scripts/services/ports.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import type { ViewRecord } from '../../shared/analytics/records.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { useProcesses } from '../../shared/testing/processes.ts';
import { runRecords } from '../../workers/analytics/records.ts';
import type { Additions, State } from '../context.ts';
import { recordedPathOf } from '../http/visited.ts';
import { usePanel } from '../testing/panel.ts';
import { recordViews } from './record-views.ts';
import { nameRequests } from './request-id.ts';

describe('views of pages', () => {
  const panel = usePanel();
  const processes = useProcesses();

  it('are recorded of people and bots, and of what machines ask for where the API turned them away', async () => {
    await keepPartitions(panel.database.db, panel.clock());
    const visitor = panel.visit();
    const firefox = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    await visitor.get('/', { ...firefox, referer: 'https://from.example/<b>?q=1' });
    await visitor.get('/admin/login', { 'user-agent': 'Googlebot/2.1', referer: `${panel.origin}/` });
    await visitor.get('/enter/eyJhbGciOi.secret', firefox);
    await visitor.get('/wp-login.php', firefox);
    await visitor.get('/live', firefox); // a short link may be called so
    for (const path of [
      '/healthz',
      '/metrics',
      '/robots.txt',
      '/static/style.css',
      '/api/openapi.json',
      '/api/v1/guilds',
    ])
      await visitor.get(path, firefox);
    const { db } = panel.database;
    const parts = { db, redis: panel.redis.redis, log: silent, metrics: openMetrics(), partitions: 2 };
    const running = runRecords(parts);
    const kept = async () => db('page_views').orderBy('at').orderBy('path');
    for (let rows = await kept(); rows.length < 6; rows = await kept())
      await new Promise((resolve) => setTimeout(resolve, 20));
    await running.close();
    const seen = (await kept()).map(({ path, route, status, bot, referrer_host }) => [
      path,
      route,
      status,
      bot,
      referrer_host,
    ]);
    expect(seen).to.have.deep.members([
      ['/', '/', 200, false, 'from.example'],
      ['/admin/login', '/admin/login', 200, true, null],
      ['/enter/…', '/enter/:token', 404, false, null],
      ['/wp-login.php', null, 404, false, null],
      ['/live', null, 404, false, null],
      ['/api/v1/guilds', '/api/v1/guilds', 401, false, null],
    ]);
    expect(await db('page_views').where({ path: '/' }).pluck('ip')).to.deep.equal(['127.0.0.1']);
  });

  it('stay but for the last second where the web tier is killed', async function () {
    this.timeout(60_000);
    const { db } = panel.database;
    const { redis, url } = panel.redis;
    await db('page_views').delete();
    await redis.flushdb();
    const port = await freePort();
    const web = await processes.start('web/main.ts', {
      ...{ DATABASE_URL: panel.database.url, REDIS_URL: url, SECRET: 's'.repeat(32), DISCORD_TOKEN: '' },
      ...{ LOG_LEVEL: 'warn', WEB_PORT: String(port), PARTITIONS: '2' },
    });
    const look = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    const { queue, close } = openQueues(redis, silent);
    const waiting = queue('records', { index: 0, of: 2 });
    const queued = async () => JSON.stringify((await waiting.getJobs()).map(({ data }) => data.rows));
    const early = ['/', '/privacy', '/gone'];
    for (const path of early) await look(path);
    while (!(await queued()).includes('"/gone"')) await new Promise((resolve) => setTimeout(resolve, 20));
    await look('/terms');
    await web.kill();
    const running = runRecords({ db, redis, log: silent, metrics: openMetrics(), partitions: 2 });
    while ((await waiting.count()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await running.close();
    await close();
    const paths: string[] = await db('page_views').orderBy('path').pluck('path');
    expect(paths.filter((path) => path !== '/terms')).to.deep.equal(early.toSorted());
    expect(paths.length).to.be.oneOf([3, 4]);
  });

  /** What is recorded of a request with these headers; `answer` may do something to it meanwhile. */
  async function viewOf(
    headers: Record<string, string>,
    { proxy = false, answer = async (_: Socket) => {} },
  ): Promise<ViewRecord> {
    const config = { WEB_ORIGIN: undefined, TRUST_PROXY: proxy };
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const seen = await new Promise<ViewRecord>((view) => {
      const recorder = { ...noRecorder, view };
      const app = new Koa<State, Additions>({ proxy, maxIpsCount: 1 })
        .use(nameRequests({ config }))
        .use(recordViews({ recorder, clock: Date.now, config }))
        .use((ctx) => answer(ctx.req.socket));
      server.on('request', app.callback());
      request({ port, headers, agent: false })
        .on('response', (response) => response.resume())
        .on('error', () => {}) // it may be hung up
        .end();
    });
    server.close();
    return seen;
  }
  const addressOf = async (forwarded: string, { proxy }: { proxy: boolean }) =>
    (await viewOf({ 'x-forwarded-for': forwarded }, { proxy })).ip;

  it('have the address also of those who hang up before they are answered', async () => {
    const answer = async (socket: Socket) => {
      socket.destroy();
      await once(socket, 'close');
    };
    expect((await viewOf({}, { answer })).ip).to.equal('127.0.0.1');
  });

  it('do not say of whom a page was', () => {
    const path = '/admin/users/500000000000000001/privacy';
    expect(recordedPathOf({ path })).to.equal('/admin/users/:userId/privacy');
    expect(recordedPathOf({ path: '/admin/guilds/500000000000000001/members/500000000000000001' })).to.equal(
      '/admin/guilds/500000000000000001/members/:userId',
    );
  });

  it('have of referrers where they are, not what was asked for there', async () => {
    const { referrer } = await viewOf({ referer: 'https://from.example/<b>?token=secret#x' }, {});
    expect(referrer).to.equal('https://from.example/<b>');
  });

  it('have the address of whoever asks, and of what headers claim only what one’s own proxy put there', async () => {
    expect(await addressOf('203.0.113.9', { proxy: false })).to.equal('127.0.0.1');
    expect(await addressOf('198.51.100.1, 203.0.113.9', { proxy: true })).to.equal('203.0.113.9');
    expect(await addressOf('::ffff:203.0.113.9', { proxy: true })).to.equal('203.0.113.9');
    expect(await addressOf('<script>alert(1)</script>', { proxy: true })).to.equal('127.0.0.1');
  });
});
