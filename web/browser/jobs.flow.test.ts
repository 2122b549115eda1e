import { expect } from 'chai';
import { demoPassword as password } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { openRecorder } from '../../shared/analytics/recorder.ts';
import { systemClock } from '../../shared/core/clock.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { type Effect, openQueues, type Queues } from '../../shared/core/queues.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { recordOf } from '../../shared/jobs/record.ts';
import { runRecords } from '../../workers/analytics/records.ts';
import { keepFailedJobs } from '../../workers/jobs/failed-jobs.ts';
import { consume } from '../../workers/runtime/consume.ts';
import { usePanel } from '../testing/panel.ts';
import { mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { textOf } from './steps.fixture.ts';

const [guild, channel, message] = ['1144000000000000001', '1144000000000000002', '1144000000000000003'];

describe('a job that failed', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  const open: { close(): Promise<unknown> }[] = [];
  let deps: Parameters<typeof keepFailedJobs>[0];
  let deletions: ReturnType<Queues['queue']>;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    await keepPartitions(db, systemClock());
    const { redis } = panel.redis;
    const { queue, close } = openQueues(redis, silent);
    const base = { db, redis, queue, log: silent, clock: systemClock, partitions: 2, metrics: openMetrics() };
    const recorder = openRecorder(base, 20);
    deps = { ...base, recorder };
    deletions = queue('deletions', partitionOf(guild, 2));
    open.push({ close }, recorder, runRecords(base));
  });
  after(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });

  it('is found by the id of a message, and retried', async () => {
    let isBroken = true;
    const done: string[] = [];
    const data: Effect = { kind: 'delete-messages', guild, channel, messages: [message] };
    await deletions.add(data.kind, data, { jobId: 'delete-3', attempts: 1 });
    const worker = consume(deps, 'deletions', {}, async ({ id = '' }) => {
      if (isBroken) throw new RangeError('<b>of ours</b>');
      done.push(id);
    });
    open.push(worker);
    await until(async () => (await deletions.getFailedCount()) > 0);
    await keepFailedJobs(deps);
    await until(async () => (await deps.db('kept_jobs').select('id')).length > 0);

    const page = await browser.open({ as: 'admin' });
    const by = mouseOn(page);
    await page.goto('/admin/jobs');
    await by.write(page.getByLabel('Any id'), message ?? '');
    await by.follow(page.getByRole('button', { name: 'Search' }));
    const row = page.getByRole('row', { name: 'delete-messages' });
    expect(await textOf(row))
      .to.contain('Failed')
      .and.contain('<b>of ours</b>');
    await by.follow(row.getByRole('link', { name: 'delete-messages' }));
    expect(await textOf(page.getByRole('main')))
      .to.contain(message)
      .and.contain('delete-3');
    isBroken = false;
    await by.follow(page.getByRole('button', { name: 'Retry' }));
    expect(await textOf(page.getByRole('main'))).to.match(/Retried by\s+admin/);
    await until(async () => done.length > 0);
    expect(done).to.deep.equal(['delete-3']);
    await page.goto('/admin/jobs?id=no-such-job');
    expect(await textOf(page.getByRole('main'))).to.contain('No job matches.');
  });

  it('with a megabyte of data is found and shown as how that begins', async () => {
    const other = '1144000000000000009';
    const huge = { guild, content: '<b>'.repeat(350_000), quoted: other };
    const job = { queueName: 'effects', id: 'say-9', name: 'say', data: huge, attemptsStarted: 1 };
    const end = { outcome: 'failed', at: systemClock() } as const;
    await keepRecords(deps, 'jobs', [recordOf(job, { index: 0, of: 2 }, end)]);
    const page = await browser.open({ as: 'admin' });
    await page.goto(`/admin/jobs?id=${other}`);
    expect((await page.content()).length).to.be.below(100_000);
    await mouseOn(page).follow(page.getByRole('link', { name: 'say' }));
    const main = page.getByRole('main');
    expect(await textOf(main))
      .to.contain('<b><b>')
      .and.have.length.below(40_000);
    expect(await main.locator('b').count()).to.equal(0);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
