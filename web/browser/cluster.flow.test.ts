import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { watchOnce } from '../../shared/cluster/watch.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { useProcesses } from '../../shared/testing/processes.ts';
import { usePanel } from '../testing/panel.ts';
import { mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';

const partitions = 2; // as the panel has it

describe('the cluster page, while a worker is killed', function () {
  this.timeout(2 * MINUTE);
  const panel = usePanel();
  const processes = useProcesses();
  const browser = useBrowser(panel);
  let sandbox: Sandbox;

  before(async () => {
    await createAccount(panel.database, { username: 'admin', password: demoPassword, role: 'admin' });
    sandbox = await startSandbox({ globalLimit: 0 });
  });
  after(() => sandbox.stop());

  const start = () =>
    processes.start('workers/main.ts', {
      ...{ DATABASE_URL: panel.database.url, REDIS_URL: panel.redis.url, SECRET: 's'.repeat(32) },
      ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api, LOG_LEVEL: 'warn' },
      PARTITIONS: String(partitions),
    });
  /** As a process that survived looks after the others. */
  async function look(): Promise<void> {
    const { db } = panel.database;
    const { queue, close } = openQueues(panel.redis.redis, silent);
    const heartbeat = { steadySince: () => 0 };
    const { redis } = panel.redis;
    await watchOnce({ db, redis, queue, partitions, clock: panel.clock, log: silent, heartbeat });
    await close();
  }

  it('shows that it falls silent, raises an alarm, and tells when it is back', async () => {
    const worker = await start();
    const page = await browser.open({ as: 'admin' });
    await page.goto('/admin');
    await mouseOn(page).follow(page.getByRole('link', { name: 'Cluster' }).filter({ visible: true }));
    const row = page.getByRole('row').filter({ hasText: `pid ${worker.pid}` });
    await row.getByText('Running', { exact: true }).waitFor();
    await page.getByText('Nothing is amiss.').waitFor();
    let loads = 0;
    page.on('load', () => loads++);

    await worker.kill();
    const longAgo = new Date(Date.now() - 35 * SECOND); // heartbeats are dated by Postgres
    await panel.database.db('process_statuses').where({ pid: worker.pid }).update({ beat_at: longAgo });
    await row.getByText('Silent', { exact: true }).waitFor();
    await look();
    const alarm = page.getByRole('row').filter({ hasText: 'Dead process' });
    await alarm.getByText('was last heard of at').waitFor();

    const next = await start();
    const back = page.getByRole('row').filter({ hasText: `pid ${next.pid}` });
    await back.getByText('Running', { exact: true }).waitFor();
    await panel.database.db('alarms').update({ seen_at: new Date(panel.clock() - 2 * MINUTE) });
    await look();
    await page.getByText('Nothing is amiss.').waitFor();
    await alarm.getByText('Dead process', { exact: true }).waitFor(); // among those that are over
    await next.stop();
    await back.getByText('Stopped', { exact: true }).waitFor();
    expect(loads, 'the page was loaded again').to.equal(0);
  });
});
