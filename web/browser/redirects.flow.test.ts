import { expect } from 'chai';
import { demoPassword as password } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { runRecords } from '../../workers/analytics/records.ts';
import { rollUpOnce } from '../../workers/analytics/roll-ups.ts';
import { usePanel } from '../testing/panel.ts';
import { mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { textOf } from './steps.fixture.ts';

const agents = ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Discordbot/2.0'];

describe('a short link', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    const now = panel.clock();
    for (const table of ['redirect_clicks', 'hourly_stats'])
      await ensurePartitions(db, { table, by: 'month', from: now, to: now });
  });

  it('is made, followed, and its clicks are in the chart, people and bots apart', async () => {
    const page = await browser.open({ as: 'admin' });
    const by = mouseOn(page);
    await page.goto('/admin/redirects');
    await by.follow(page.getByRole('link', { name: 'New short link' }));
    await by.write(page.getByLabel('Name', { exact: true }), 'Poster');
    await by.write(page.getByLabel('Leads to'), 'https://example.com/poster');
    await by.follow(page.getByRole('button', { name: 'Review' }));
    await by.follow(page.getByRole('button', { name: 'Save' }));
    expect(await textOf(page.getByRole('heading', { level: 1 }))).to.equal('/poster');

    for (const agent of [agents[0], agents[0], agents[1]])
      for (const path of ['/POSTER', '/r/poster'])
        expect((await panel.visit().get(path, { 'user-agent': agent ?? '' })).status).to.equal(302);
    await keepClicks(6);

    await page.reload();
    const told = await textOf(page.locator('figure.chart desc'));
    expect(told).to.match(/People: .*Latest: 4 clicks.*Bots: .*Latest: 2 clicks/);
    const browsers = page.getByRole('table', { name: 'Browsers and bots' });
    expect(await textOf(browsers))
      .to.include('Firefox 140 on Linux')
      .and.include('Discordbot');
    await by.follow(page.getByRole('button', { name: 'Switch off' }));
    expect((await panel.visit().get('/poster')).status).to.equal(410);
  });

  /** As workers do, but at once. */
  async function keepClicks(many: number): Promise<void> {
    const { db } = panel.database;
    const deps = { db, log: silent, redis: panel.redis.redis, metrics: openMetrics(), partitions: 2 };
    const running = runRecords(deps);
    while ((await kept()) < many) await new Promise((resolve) => setTimeout(resolve, 20));
    await running.close();
    await rollUpOnce(deps);
  }

  async function kept(): Promise<number> {
    const { db } = panel.database;
    const newest = db('redirects').max('id');
    return Number((await db('redirect_clicks').where('redirect_id', newest).count({ many: '*' }))[0]?.many);
  }
});
