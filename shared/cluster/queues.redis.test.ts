import { DelayedError, Worker } from 'bullmq';
import { expect } from 'chai';
import { MINUTE } from '../core/clock.ts';
import { tag } from '../core/keys.ts';
import { silent } from '../core/log.ts';
import { openQueues, workerDefaults } from '../core/queues.ts';
import { useRedis } from '../testing/redis.ts';
import { queueNames } from './queue-kinds.ts';
import { readQueues } from './queues.ts';

describe('readings of queues', () => {
  const redis = useRedis();
  let queues: ReturnType<typeof openQueues>;
  const partitions = 2;
  const read = async (now: number) =>
    Object.fromEntries(
      (await readQueues({ redis: redis.redis, queue: queues.queue, partitions }, now)).map((each) => [
        each.name,
        each,
      ]),
    );

  before(() => {
    queues = openQueues(redis.redis, silent);
  });
  after(() => queues.close());

  it('are of all queues and partitions, and know how long the oldest job waits', async () => {
    const now = Date.now();
    const batch = { shard: 0, events: [] };
    const events = (index: number) => queues.queue('events', { index, of: partitions });
    await events(0).add('batch', batch, { jobId: 'a', timestamp: now - 7_000 });
    await events(0).add('batch', batch, { jobId: 'b', timestamp: now - 3_000 });
    await events(1).add('batch', batch, { jobId: 'c', timestamp: now - 9_000, priority: 2 });
    await events(1).add('batch', batch, { jobId: 'd', timestamp: now - 90_000, delay: 300_000 });
    const readings = await read(now);
    expect(Object.keys(readings)).to.deep.equal(queueNames);
    expect(readings.events).to.include({
      waiting: 3,
      active: 0,
      delayed: 1,
      failed: 0,
      oldest: 9_000,
      rate: 0,
    });
    expect(readings.logs).to.include({ waiting: 0, oldest: null });
  });

  it('know how long those wait that others of the queue go before', async () => {
    const now = Date.now();
    const logs = queues.queue('logs', { index: 0, of: partitions });
    const effect = { kind: 'log' } as never;
    for (const [id, priority, seconds] of [
      ['swept', 10, 8],
      ['last', 20, 600],
      ['late', 20, 9],
      ['usual', 0, 1],
    ] as const)
      await logs.add('log', effect, { jobId: id, priority, timestamp: now - seconds * 1_000 });
    expect((await read(now)).logs).to.include({ waiting: 4, oldest: 600_000 });
  });

  it('know since when a ban is tried again that Discord does not take, and of no job that was not begun', async () => {
    const now = Date.now();
    const partition = { index: 0, of: partitions };
    const bans = queues.queue('punishments', partition);
    const ban = { kind: 'lockdown', guild: '1' } as const;
    await bans.add('planned', ban, { jobId: 'planned', timestamp: now - 60 * MINUTE, delay: 61 * MINUTE });
    await bans.add('ban', ban, { jobId: 'ban', timestamp: now - 15 * MINUTE });
    const worker = new Worker(
      'punishments',
      async (job, token) => {
        await job.moveToDelayed(Date.now() + MINUTE, token);
        throw new DelayedError();
      },
      { ...workerDefaults, connection: redis.redis, prefix: tag(partition) },
    );
    while ((await bans.getDelayedCount()) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await worker.close();
    expect((await read(now)).punishments).to.include({ delayed: 2, oldest: null, tried: 15 * MINUTE });
    await (await bans.getJob('ban'))?.promote();
    const again = new Worker('punishments', undefined, { connection: redis.redis, prefix: tag(partition) });
    expect(await again.getNextJob('test')).to.have.property('id', 'ban');
    await again.close();
    expect((await read(now)).punishments, 'while it is tried').to.include({ tried: 15 * MINUTE });
  });

  it('know how much was done a minute', async () => {
    const partition = { index: 1, of: partitions };
    for (let n = 0; n < 10; n++)
      await queues.queue('records', partition).add('views', { kind: 'views', rows: [] }, { jobId: `r${n}` });
    const worker = new Worker('records', async () => {}, {
      ...workerDefaults,
      connection: redis.redis,
      prefix: tag(partition),
    });
    await new Promise<void>((resolve) => worker.once('drained', resolve));
    await worker.close();
    expect((await read(Date.now() + MINUTE)).records).to.include({ waiting: 0, rate: 2 });
  });
});
