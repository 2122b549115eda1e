import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { QueueEvents } from 'bullmq';
import { expect } from 'chai';
import { type APIPingInteraction, InteractionType } from 'discord-api-types/v10';
import { DatabaseError } from 'pg';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { DAY } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { AnyEnvelope, Envelope } from '../../shared/core/events.ts';
import { tag } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { type Effect, openQueues } from '../../shared/core/queues.ts';
import { packEvent } from '../../shared/core/wire.ts';
import { programAt } from '../../shared/testing/processes.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import type { Running } from './consume.ts';
import type { Batch, Routes } from './handler.ts';
import { runEvents, runInteractions } from './run.ts';

const partition = { index: 0, of: 1 };
const quick = { lockDuration: 600, stalledInterval: 200 };

describe('the runtime of workers', () => {
  const test = useRedis();
  const open: { close(): Promise<unknown> }[] = [];
  const children: ChildProcess[] = [];
  let context: ReturnType<typeof buildContext>;
  let finished: QueueEvents;

  function buildContext() {
    const queues = openQueues(test.redis, silent);
    open.push(queues);
    const parts = { log: silent, metrics: openMetrics(), tallies: noTallies, recorder: noRecorder };
    return { ...parts, redis: test.redis, partitions: 1, queue: queues.queue };
  }
  function run(routes: Routes<typeof context>): Running {
    const running = runEvents(context, routes, quick);
    open.push(running);
    return running;
  }
  function startProcess(): ChildProcess {
    const { path, execArgv } = programAt('workers/runtime/run.fixture.ts');
    const child = fork(path, [test.url], { execArgv });
    children.push(child);
    return child;
  }
  async function publish(events: AnyEnvelope[], id = 'batch-1') {
    return context
      .queue('events', partition)
      .add('batch', { shard: 0, events: events.map(packEvent) }, { jobId: id });
  }
  const quarantined = () => context.queue('quarantine', partition).getJobs();

  beforeEach(async () => {
    await test.redis.flushdb();
    context = buildContext();
    finished = new QueueEvents('events', { connection: { url: test.url }, prefix: tag(partition) });
    open.push(finished);
    await finished.waitUntilReady();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const each of open.splice(0).reverse()) await each.close();
  });

  it('gives each handler all events of its type at once', async () => {
    const batches: Batch<'MESSAGE_CREATE'>[] = [];
    const left: string[] = [];
    run({
      MESSAGE_CREATE: async (_, batch) => void batches.push(batch),
      GUILD_DELETE: async (_, { events }) => void left.push(...events.map(({ d }) => d.guild)),
    });
    const leaving = { t: 'GUILD_DELETE', id: 's-9', at: 9, d: { guild: '7', unavailable: false } } as const;
    const job = await publish([message('1'), leaving, message('2')]);
    await job.waitUntilFinished(finished);
    expect(batches.map(({ events, attempt }) => [events.map(({ id }) => id), attempt])).eql([
      [['1', '2'], 0],
    ]);
    expect(left).eql(['7']);
  });

  it('sets one poisoned event of 256 aside, and the rest goes on', async () => {
    const handled = new Set<string>();
    run({
      MESSAGE_CREATE: async (_, { events }) => {
        if (events.some(({ d }) => d.content === 'poison')) throw new TypeError('secret words');
        for (const { id } of events) handled.add(id);
      },
    });
    const events = Array.from({ length: 256 }, (_, i) => message(`m${i}`, i === 77 ? 'poison' : 'hello'));
    await (await publish(events)).waitUntilFinished(finished);
    expect(handled.size).eq(255);
    const [set, ...others] = await quarantined();
    expect(others).eql([]);
    expect(set?.id).eq('MESSAGE_CREATE-m77');
    expect(set?.data.event).eql(events[77]);
    expect(set?.data.error).contains('TypeError: secret words');
    const counted = await context.metrics.quarantined.get();
    expect(counted.values).eql([{ value: 1, labels: { type: 'MESSAGE_CREATE' } }]);
  });

  it('sets aside what cannot be read as an event, and the rest goes on', async () => {
    const handled: string[] = [];
    run({ MESSAGE_CREATE: async (_, { events }) => void handled.push(...events.map(({ id }) => id)) });
    const broken = [null, 7, {}, [], ['MESSAGE_CREATE', 'm0', 1], packEvent(message('m1'))];
    for (const [i, events] of [broken, undefined].entries()) {
      const data = { shard: 0, events: events as ReturnType<typeof packEvent>[] };
      const job = await context.queue('events', partition).add('batch', data, { jobId: `batch-${i}` });
      await job.waitUntilFinished(finished);
    }
    expect(handled).eql(['m1']);
    const set = (await quarantined()).map(({ id }) => id);
    expect(set).members([0, 1, 2, 3, 4].map((i) => `UNREADABLE-batch-0-${i}`).concat('UNREADABLE-batch-1-0'));
  });

  it('sets events aside that nobody handles', async () => {
    run({ MESSAGE_CREATE: async () => {} });
    const job = await publish([
      { t: 'GUILD_DELETE', id: 's:1', at: 1, d: { guild: '7', unavailable: false } },
      message('1'),
    ]);
    await job.waitUntilFinished(finished);
    expect((await quarantined()).map(({ id }) => id)).eql(['GUILD_DELETE-s-1']);
  });

  it('keeps what was set aside, or failed, for a week', async () => {
    const queue = context.queue('quarantine', partition);
    const data = { event: message('1'), error: 'TypeError' };
    const days = [8, 6].map((ago) => ({ jobId: `ago-${ago}`, timestamp: Date.now() - ago * DAY }));
    await queue.addBulk(days.map((opts) => ({ name: 'MESSAGE_CREATE', data, opts })));
    const logs = context.queue('logs', partition);
    for (const { jobId, timestamp } of days) {
      const entry: Effect = { kind: 'log', guild: '7', channel: '8', embeds: [], nonce: '9' };
      await logs.add('log', entry, { jobId, delay: DAY });
      await test.redis.zrem(logs.toKey('delayed'), jobId);
      await test.redis.zadd(logs.toKey('failed'), timestamp, jobId);
    }
    await run({}).close();
    expect((await logs.getFailed()).map(({ id }) => id)).eql(['ago-6']);
    expect((await quarantined()).map(({ id }) => id)).eql(['ago-6']);
  });

  it('tries the whole batch again while Postgres is away', async () => {
    const attempts: number[] = [];
    run({
      MESSAGE_CREATE: async (_, { events, attempt }) => {
        attempts.push(attempt);
        expect(events).length(2);
        const away = Object.assign(new DatabaseError('going away', 0, 'error'), { code: '57P01' });
        if (attempts.length <= 2) throw new Error('could not pay', { cause: away });
      },
    });
    await (await publish([message('1'), message('2')])).waitUntilFinished(finished);
    expect(attempts).eql([0, 1, 2]);
    expect(await quarantined()).eql([]);
  });

  it('does the batch of a killed process again', async () => {
    await publish([message('1', 'wait'), message('2')]);
    const child = startProcess();
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const attempts: number[] = [];
    const again = new Promise((resolve) => {
      run({
        MESSAGE_CREATE: async (_, { events, attempt }) => {
          attempts.push(attempt);
          resolve(events.map(({ id }) => id));
        },
      });
    });
    expect(await again).eql(['1', '2']);
    expect(attempts).eql([1]);
  });

  it('finds the event that kills its process, and sets it aside', async () => {
    const job = await publish([message('1'), message('2', 'die'), message('3'), message('4', 'die')]);
    let deaths = 0;
    const keepUp = () => {
      startProcess().on('exit', () => {
        deaths++;
        if (children.length > 0) keepUp();
      });
    };
    keepUp();
    await job.waitUntilFinished(finished);
    const set = await quarantined();
    expect(set.map(({ id }) => id)).members(['MESSAGE_CREATE-2', 'MESSAGE_CREATE-4']);
    expect(new Set(await test.redis.lrange('handled', 0, -1))).eql(new Set(['1', '3']));
    expect(deaths).eq(4); // twice unnoticed, then once for each of the two
  }).timeout(60_000);

  it('works in every partition, or in its share of them', async () => {
    const wide = { ...context, partitions: 3 };
    const seen: string[] = [];
    const both = new Promise<void>((resolve) => {
      const note = async (_: unknown, { events }: Batch<'MESSAGE_CREATE'>) => {
        seen.push(...events.map(({ id }) => id));
        if (seen.length === 2) resolve();
      };
      const share = [0, 2].map((index) => ({ index, of: 3 }));
      open.push(runEvents(wide, { MESSAGE_CREATE: note }, { ...quick, partitions: share }));
    });
    for (const index of [0, 1, 2]) {
      const data = { shard: 0, events: [packEvent(message(`m${index}`))] };
      await context.queue('events', { index, of: 3 }).add('batch', data, { jobId: `batch-${index}` });
    }
    await both;
    expect(seen).members(['m0', 'm2']);
    expect(await context.queue('events', { index: 1, of: 3 }).getWaitingCount()).eq(1);
  });

  it('finishes what is under way before it closes', async () => {
    let done = false;
    let running: Running | undefined;
    const started = new Promise<void>((resolve) => {
      running = run({
        MESSAGE_CREATE: async () => {
          resolve();
          await new Promise((next) => setImmediate(next));
          done = true;
        },
      });
    });
    await publish([message('1')]);
    await started;
    await running?.close();
    expect(done).eq(true);
  });

  it('gives up on an interaction whose handling is at fault, and tries again what is outside', async () => {
    const attempts: number[] = [];
    const answering = runInteractions(context, async (_, { id }, { attempt }) => {
      attempts.push(attempt);
      if (id === 'bug') throw new TypeError('a bug');
      if (attempt === 0) throw new AppError('unavailable');
    });
    open.push(answering);
    const ends = new QueueEvents('interactions', { connection: { url: test.url }, prefix: tag(partition) });
    open.push(ends);
    await ends.waitUntilReady();
    const queue = context.queue('interactions', partition);
    const bug = await queue.add('interaction', interaction('bug'), { jobId: 'bug' });
    const failed = await bug.waitUntilFinished(ends).then(
      () => 'answered',
      () => 'failed',
    );
    expect([failed, attempts.splice(0)]).eql(['failed', [0]]);
    const other = await queue.add('interaction', interaction('other'), { jobId: 'other' });
    await other.waitUntilFinished(ends);
    expect(attempts).eql([0, 1]);
  });
});

/** Only what the runtime looks at; the rest is its handler's. */
function interaction(id: string): Envelope<'INTERACTION_CREATE'> {
  const d: APIPingInteraction = {
    id,
    type: InteractionType.Ping,
    application_id: '1',
    token: 'token',
    version: 1,
    app_permissions: '0',
    attachment_size_limit: 0,
    authorizing_integration_owners: {},
    entitlements: [],
  };
  return { t: 'INTERACTION_CREATE', id, at: 1, d };
}

function message(id: string, content = 'hello'): AnyEnvelope {
  const author = { id: '2', username: 'ada', globalName: null, avatar: null };
  const mentions = { users: 0, roles: 0, everyone: false };
  const rest = { roles: [], joinedAt: null, attachments: [], mentions, flags: 0 };
  return { t: 'MESSAGE_CREATE', id, at: 1, d: { id, guild: '1', channel: '3', author, content, ...rest } };
}
