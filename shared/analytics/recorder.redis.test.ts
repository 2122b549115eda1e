import { expect } from 'chai';
import { silent } from '../core/log.ts';
import { openMetrics } from '../core/metrics.ts';
import { openQueues, type Queues } from '../core/queues.ts';
import { useRedis } from '../testing/redis.ts';
import { openRecorder } from './recorder.ts';
import { click, command, uuid, view } from './records.fixture.ts';
import { type JobRecord, SurplusRecord } from './records.ts';

const never = 2 ** 30;
const partition = { index: 0, of: 3 };

describe('the recorder', () => {
  const test = useRedis();
  let queues: Queues;
  before(() => {
    queues = openQueues(test.redis, silent);
  });
  after(() => queues.close());
  beforeEach(() => test.redis.flushdb());

  async function fates(metrics: ReturnType<typeof openMetrics>): Promise<Record<string, number>> {
    const { values } = await metrics.records.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.fate, value]));
  }

  /** What was counted without details, without its ids. */
  async function surplus(): Promise<Omit<SurplusRecord, 'id'>[]> {
    const jobs = await queues.queue('records', partition).getJobs();
    return jobs
      .filter(({ data }) => data.kind === 'surplus')
      .flatMap(({ data }) => data.rows.map((row) => SurplusRecord.omit({ id: true }).parse(row)));
  }

  it('hands over what it has when it closes, a thousand rows to a job', async () => {
    const metrics = openMetrics();
    const recorder = openRecorder({ queue: queues.queue, partitions: 3, log: silent, metrics }, never);
    for (let i = 0; i < 1_001; i++) recorder.view(view(i, { at: 1 }));
    await recorder.close();
    const jobs = await queues.queue('records', partition).getJobs();
    expect(jobs.map(({ data }) => [data.kind, data.rows.length]).sort()).to.deep.equal([
      ['views', 1],
      ['views', 1_000],
    ]);
    expect(await fates(metrics)).to.deep.equal({ queued: 1_001 });
  });

  it('hands over at once what somebody waits for', async () => {
    const recorder = openRecorder({ ...queues, partitions: 3, log: silent, metrics: openMetrics() }, never);
    recorder.view(view(1, { at: 1 }));
    const first = recorder.handOver();
    recorder.view(view(2, { at: 1 }));
    await Promise.all([first, recorder.handOver()]);
    const jobs = await queues.queue('records', partition).getJobs();
    expect(jobs.reduce((sum, { data }) => sum + data.rows.length, 0)).to.equal(2);
    await recorder.close();
  });

  it('keeps ten thousand rows while Redis is away, counts what is beyond, and hands each over once', async () => {
    const metrics = openMetrics();
    let away = true;
    const queue: Queues['queue'] = (name, where) => {
      if (away) throw new Error('away');
      return queues.queue(name, where);
    };
    const recorder = openRecorder({ queue, partitions: 3, log: silent, metrics }, 5);
    for (let i = 0; i < 10_010; i++) recorder.command(command(i, { at: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    away = false;
    await recorder.close();
    const jobs = await queues.queue('records', partition).getJobs();
    expect(jobs.reduce((sum, { data }) => sum + data.rows.length, 0)).to.equal(10_000);
    expect(await fates(metrics)).to.deep.equal({ queued: 10_000, dropped: 10 });
  });

  it('holds back what Redis has no room for while nobody takes it from there, within bounds', async () => {
    const metrics = openMetrics();
    let jobs = 500;
    const queue: Queues['queue'] = (name, where) =>
      new Proxy(queues.queue(name, where), {
        get: (target, key) => (key === 'count' ? async () => jobs : Reflect.get(target, key)),
      });
    const recorder = openRecorder({ queue, partitions: 3, log: silent, metrics }, 5);
    for (let i = 0; i < 700; i++) recorder.job(job(i));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const dropped = (await fates(metrics)).dropped ?? 0;
    expect(await fates(metrics), 'of 16 kB each')
      .to.deep.equal({ dropped })
      .and.not.deep.equal({ dropped: 0 });
    expect(await queues.queue('records', partition).getJobs()).to.deep.equal([]);
    jobs = 499;
    await recorder.close();
    const sent = await queues.queue('records', partition).getJobs();
    expect(sent.reduce((sum, { data }) => sum + data.rows.length, 0)).to.equal(700 - dropped);
    for (const { data } of sent) expect(JSON.stringify(data)).to.have.length.below(600_000);
  });

  it('sends a kind’s rows one job after the other, also where those of another are refused meanwhile', async () => {
    let [now, most] = [0, 0];
    const add = async (kind: string) => {
      if (kind === 'commands') throw new Error('away');
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 30));
      now--;
    };
    const queue: Queues['queue'] = (name, where) =>
      new Proxy(queues.queue(name, where), {
        get: (target, key) => (key === 'add' ? add : Reflect.get(target, key)),
      });
    const recorder = openRecorder({ queue, partitions: 3, log: silent, metrics: openMetrics() }, 5);
    recorder.command(command(1, { at: 1 }));
    for (let i = 0; i < 2_000; i++) recorder.view(view(i, { at: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await recorder.close();
    expect(most).to.equal(1);
  });

  it('takes so many views of a minute as an hour of them can be summed up, and counts the others', async () => {
    const metrics = openMetrics();
    const recorder = openRecorder({ queue: queues.queue, partitions: 3, log: silent, metrics }, never);
    for (let i = 0; i < 4_005; i++) recorder.view(view(i, { at: 120_000, ms: i, bot: i === 4_004 }));
    recorder.view(view(4_006, { at: 180_000 }));
    await recorder.close();
    const { values } = await metrics.records.get();
    expect(values.map(({ labels, value }) => [labels.kind, labels.fate, value])).to.have.deep.members([
      ['views', 'queued', 4_001],
      ['views', 'counted', 5],
      ['surplus', 'queued', 2],
    ]);
    expect(await surplus()).to.deep.equal([
      { at: 0, of: 'views', label: '/a', bot: false, count: 4, sum: 16_006, most: 4_003 },
      { at: 0, of: 'views', label: '/a', bot: true, count: 1, sum: 4_004, most: 4_004 },
    ]);
  });

  it('takes fewer where more processes do so, and counts clicks by their redirect', async () => {
    const deps = { queue: queues.queue, partitions: 3, log: silent, metrics: openMetrics() };
    const recorder = openRecorder({ ...deps, viewers: 16 }, never);
    for (let i = 0; i < 1_010; i++) recorder.click(click(i, { at: 1, redirect: i < 1_002 ? '5' : '6' }));
    await recorder.close();
    expect((await surplus()).map(({ of, label, count }) => [of, label, count])).to.deep.equal([
      ['clicks', '5', 2],
      ['clicks', '6', 8],
    ]);
  });

  it('makes few jobs while workers are behind, so that there is room for long', async () => {
    const queue: Queues['queue'] = (name, where) =>
      new Proxy(queues.queue(name, where), {
        get: (target, key) => (key === 'count' ? async () => 300 : Reflect.get(target, key)),
      });
    const recorder = openRecorder({ queue, partitions: 3, log: silent, metrics: openMetrics() }, 1);
    const sent = () => queues.queue('records', partition).getJobs();
    recorder.view(view(0, { at: 1 }));
    while ((await sent()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let i = 1; i < 1_010; i++) {
      recorder.view(view(i, { at: 1 }));
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await sent()).map(({ data }) => data.rows.length).toSorted(), 'and a full one').to.deep.equal([
      1, 1_000,
    ]);
    await recorder.close();
    expect((await sent()).map(({ data }) => data.rows.length).toSorted()).to.deep.equal([1, 1_000, 9]);
  });

  it('drops what is unreadable, and cuts what is long', async () => {
    const metrics = openMetrics();
    const recorder = openRecorder({ queue: queues.queue, partitions: 3, log: silent, metrics }, never);
    recorder.view(view(1, { at: 1, ip: '<script>' }));
    recorder.view(view(2, { at: 1, agent: 'x'.repeat(10_000) }));
    await recorder.close();
    const [job] = await queues.queue('records', partition).getJobs();
    expect(JSON.stringify(job?.data)).to.include('x'.repeat(512)).and.not.include('x'.repeat(513));
    expect(await fates(metrics)).to.deep.equal({ queued: 1, dropped: 1 });
  });
});

function job(number: number): JobRecord {
  const told = { guild: null, outcome: 'failed', why: null, attempts: 1 } as const;
  const data = { content: 'x'.repeat(16_000) };
  return {
    id: uuid(number),
    queue: 'effects',
    job: `${number}`,
    at: 1,
    partition: 0,
    name: 'say',
    data,
    ids: [],
    ...told,
  };
}
