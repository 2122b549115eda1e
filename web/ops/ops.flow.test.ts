import { expect } from 'chai';
import { keys } from '../../shared/core/keys.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { useProcesses } from '../../shared/testing/processes.ts';
import { usePanel } from '../testing/panel.ts';

describe('operating the web tier', () => {
  describe('as installed', () => {
    const panel = usePanel();
    const processes = useProcesses();

    it('is alive, and ready while what it needs answers', async () => {
      expect((await panel.visit().get('/healthz')).text).to.equal('{"status":"alive"}');
      const { status, text } = await panel.visit().get('/readyz');
      expect(status).to.equal(200);
      expect(JSON.parse(text).parts).to.deep.equal({
        postgres: 'ready',
        redis: 'ready',
        migrations: 'ready',
        partitions: 'ready',
      });
    });

    it('is not ready, and does not even start, where the installation has another number of partitions', async () => {
      const { db } = panel.database;
      await db('installation').insert({ partitions: 7 });
      const { status, text } = await panel.visit().get('/readyz');
      expect([status, JSON.parse(text).parts.partitions]).to.deep.equal([503, 'differs']);
      const environment = {
        ...{ DATABASE_URL: panel.database.url, REDIS_URL: panel.redis.url, SECRET: 's'.repeat(32) },
        ...{ DISCORD_TOKEN: '', WEB_PORT: '0', PARTITIONS: '2' },
      };
      const ended = await processes
        .start('web/main.ts', environment)
        .catch((error: unknown) => String(error));
      expect(ended).to.include('ended with 78').and.include('npm run admin partitions 2');
      await db('installation').delete();
    }).timeout(30_000);

    it('is not ready on a database that lacks a migration, and is on one that is further', async () => {
      const { db } = panel.database;
      const [first] = await db('knex_migrations').select('*').limit(1);
      await db('knex_migrations').insert({ name: '9999-later', batch: 9, migration_time: new Date() });
      expect((await panel.visit().get('/readyz')).status).to.equal(200);
      await db('knex_migrations').where({ id: first.id }).delete();
      const { status, text } = await panel.visit().get('/readyz');
      expect(status).to.equal(503);
      expect(JSON.parse(text).parts.migrations).to.equal('behind');
      await db('knex_migrations').insert(first);
    });

    it('merges the numbers of all processes, for callers on this host', async () => {
      const metrics = openMetrics();
      metrics.awards.inc(7);
      const snapshot = { at: Date.now(), metrics: await metrics.registry.getMetricsAsJSON() };
      await panel.redis.redis.hset(keys.metrics(), 'workers-0', JSON.stringify(snapshot));
      const { status, text, headers } = await panel.visit().get('/metrics');
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.match(/^text\/plain/);
      expect(text).to.include('smarter_awards_total 7');
    });

    it('does not take a caller behind a proxy for one on this host', async () => {
      expect((await panel.visit().get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).to.equal(403);
    });

    it('believes no request id and no address from strangers', async () => {
      const { headers } = await panel.visit().get('/healthz', { 'x-request-id': 'chosen-by-me' });
      expect(headers.get('x-request-id')).to.match(/^[\da-f-]{36}$/);
    });
  });

  describe('with a token and a proxy', () => {
    const METRICS_TOKEN = 'a token for the scraper';
    const panel = usePanel({ METRICS_TOKEN, TRUST_PROXY: true, WEB_ORIGIN: 'https://bot.example' });

    it('gives metrics to the bearer of the token only', async () => {
      const ask = async (headers: Record<string, string>) =>
        (await panel.visit().get('/metrics', headers)).status;
      expect(await ask({})).to.equal(403);
      expect(await ask({ authorization: 'Bearer something else' })).to.equal(403);
      expect(await ask({ authorization: `Bearer ${METRICS_TOKEN}` })).to.equal(200);
    });

    it('keeps a request id of its proxy, if it is one', async () => {
      const idFor = async (given: string) =>
        (await panel.visit().get('/healthz', { 'x-request-id': given })).headers.get('x-request-id');
      expect(await idFor('trace-0123456789')).to.equal('trace-0123456789');
      expect(await idFor('<script>')).to.match(/^[\da-f-]{36}$/);
    });

    it('marks cookies as secure, and tells browsers to stay with https', async () => {
      const { headers } = await panel.visit().get('/admin/login', { 'x-forwarded-proto': 'https' });
      expect(headers.getSetCookie()).to.have.length(2);
      for (const line of headers.getSetCookie()) expect(line.toLowerCase()).to.include('secure');
      expect(headers.getSetCookie()[0]).to.match(/^__Host-smarter=/);
      expect(headers.get('strict-transport-security')).to.include('max-age=31536000');
    });
  });

  describe('behind a proxy, without a token for metrics', () => {
    const panel = usePanel({ WEB_ORIGIN: 'https://bot.example' });

    it('gives its numbers to nobody: through a plain proxy strangers look like callers on this host', async () => {
      expect((await panel.visit().get('/metrics')).status).to.equal(403);
    });

    it('speaks of https for its own host only', async () => {
      const { headers } = await panel.visit().get('/');
      expect(headers.get('strict-transport-security')).to.equal('max-age=31536000');
    });
  });

  describe('without Postgres and Redis', () => {
    const nowhere = '127.0.0.1:1';
    const panel = usePanel({ DATABASE_URL: `postgres://${nowhere}/x`, REDIS_URL: `redis://${nowhere}` });

    it('is alive, but not ready', async () => {
      expect((await panel.visit().get('/healthz')).status).to.equal(200);
      const { status, text } = await panel.visit().get('/readyz');
      expect(status).to.equal(503);
      expect(JSON.parse(text).parts).to.deep.equal({
        ...{ postgres: 'away', redis: 'away', migrations: 'away', partitions: 'away' },
      });
    });

    it('still shows what needs neither, and elsewhere a calm page with an id', async () => {
      expect((await panel.visit().get('/')).status).to.equal(200);
      const { status, text, headers } = await panel.visit().get('/admin/login');
      expect(status).to.equal(503);
      expect(text).to.include('Back shortly').and.include(headers.get('x-request-id'));
    });
  });

  describe('without Postgres', () => {
    const panel = usePanel({ DATABASE_URL: 'postgres://127.0.0.1:1/x' });

    it('says at a login that it will be back', async () => {
      const { status, text } = await panel.visit().logIn('owner', 'a sentence of my own');
      expect(status).to.equal(503);
      expect(text).to.include('A part of the system is away');
    });
  });
});
