import { expect } from 'chai';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { Redirect } from '../../shared/redirects/model.ts';
import { runRecords } from '../../workers/analytics/records.ts';
import { usePanel } from '../testing/panel.ts';

const people = { 'user-agent': 'Mozilla/5.0 Firefox/140.0' };

describe('short links', () => {
  const panel = usePanel({ WEB_ORIGIN: 'https://bot.example' });
  const add = (name: string, rest = {}) =>
    Redirect.query(panel.database.db).insert({
      ...{ name, target: 'https://example.com/a?b=1#c', createdBy: 'test', enabled: true },
      ...rest,
    });
  /** As the workers keep them. */
  const clicks = async (many: number): Promise<Record<string, unknown>[]> => {
    const { db } = panel.database;
    const parts = { db, redis: panel.redis.redis, log: silent, metrics: openMetrics(), partitions: 2 };
    const now = panel.clock();
    await ensurePartitions(db, { table: 'redirect_clicks', by: 'month', from: now, to: now });
    const running = runRecords(parts);
    const kept = async () => db('redirect_clicks').orderBy('at');
    let rows = await kept();
    for (; rows.length < many; rows = await kept()) await new Promise((resolve) => setTimeout(resolve, 20));
    await running.close();
    return rows;
  };

  it('send on at once, by either address and in any case, without a session and past every cache', async () => {
    const { id } = await add('rules');
    for (const path of ['/rules', '/RULES', '/r/rules', '/r/Rules/']) {
      const { status, location, headers } = await panel.visit().get(path, people);
      expect([status, location], path).eql([302, 'https://example.com/a?b=1#c']);
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.getSetCookie()).eql([]);
    }
    await panel.visit().send('HEAD', '/rules', people);
    await panel.visit().get('/rules', { 'user-agent': 'Googlebot/2.1', referer: 'https://from.example/<b>' });
    const kept = await clicks(5);
    const seen = kept.map(({ redirect_id, ip, bot, referrer_host }) => [redirect_id, ip, bot, referrer_host]);
    expect(seen).eql([
      ...Array.from({ length: 4 }, () => [id, '127.0.0.1', false, null]),
      [id, '127.0.0.1', true, 'from.example'],
    ]);
  });

  it('that are switched off, or have come to lead back here, lead nowhere', async () => {
    await add('off', { enabled: false });
    await add('loop', { target: 'https://bot.example/loop' });
    await add('here', { target: `${panel.origin}/here` });
    for (const name of ['off', 'loop', 'here']) {
      const { status, text, location } = await panel.visit().get(`/${name}`);
      expect([status, location], name).eql([410, null]);
      expect(text).to.include('Switched off').and.not.include('example.com');
    }
  });

  it('that are unknown, reserved or posted to are not there', async () => {
    await add('admin'); // however it came to be
    expect((await panel.visit().get('/nothing')).status).to.equal(404);
    expect((await panel.visit().get('/admin')).location).to.include('/admin/login');
    expect((await panel.visit().get('/r/admin')).status).to.equal(404);
    expect((await panel.visit().send('POST', '/rules')).status).to.be.within(403, 405);
    for (const path of ['/r', '/r/', '/r/a/b', '/%00', '/r/%ff', '/a%2fb', `/${'x'.repeat(70)}`])
      expect((await panel.visit().get(path)).status, path).to.be.within(400, 404);
  });
});
