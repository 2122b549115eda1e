import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../scripts/sandbox/index.ts';
import { noRecorder } from '../shared/analytics/recorder.ts';
import { noTallies } from '../shared/analytics/tallies.ts';
import { rememberInvites } from '../shared/automod/invite-codes.ts';
import { rememberCommitted } from '../shared/bytes/committed.ts';
import { Bytes } from '../shared/bytes/model.ts';
import { silent } from '../shared/core/log.ts';
import { openMetrics } from '../shared/core/metrics.ts';
import { openQueues, type Queues } from '../shared/core/queues.ts';
import { snowflakeAt, timeOf } from '../shared/core/snowflake.ts';
import { keepPartitions } from '../shared/db/partitions.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import type { Context } from '../workers/context.ts';
import { handleInteraction } from '../workers/interactions/index.ts';
import type { Running } from '../workers/runtime/consume.ts';
import { routes } from '../workers/runtime/routes.ts';
import { runEvents } from '../workers/runtime/run.ts';
import { openSettings } from '../workers/settings.ts';
import { areRecorded, mangledEvents, openFeed, recordedEvents } from './bad-input.fixture.ts';
import { endSandbox, restOf, until } from './bot.fixture.ts';
import { openOutbox } from './outbox.ts';
import { humanMessage, payloads } from './payloads.fixture.ts';
import { openUnfinished } from './unfinished.ts';
import { openWatermark } from './watermark.ts';

const partition = { index: 0, of: 1 };
const absence = areRecorded ? '' : ' (of our own alone: ../shared/discord/gateway-events.jsonl is absent)';

describe('bad input, from the shard to the worker', () => {
  const redis = useRedis();
  const database = useDatabase();
  let sandbox: Sandbox;
  let queues: Queues;
  let context: Context;
  let worker: Running;
  let now = Date.now();

  beforeEach(async () => {
    await redis.redis.flushdb();
    now = Date.now();
    await keepPartitions(database.db, Date.now());
    sandbox = await startSandbox();
    queues = openQueues(redis.redis, silent);
    context = {
      config: {
        DISCORD_API: sandbox.api,
        SECRET: 'x'.repeat(32),
        WEB_ORIGIN: undefined,
        WEB_BIND: '127.0.0.1',
        WEB_PORT: 3_000,
      },
      log: silent,
      clock: () => now,
      redis: redis.redis,
      db: database.db,
      rest: restOf(sandbox),
      applicationId: sandbox.applicationId,
      metrics: openMetrics(),
      partitions: 1,
      queue: queues.queue,
      settings: openSettings({ db: database.db, log: silent }),
      committed: rememberCommitted(),
      invites: rememberInvites(redis.redis),
      recorder: noRecorder,
      tallies: noTallies,
    };
    worker = runEvents(context, routes);
  });
  afterEach(async () => {
    await worker.close();
    await queues.close();
    await endSandbox(sandbox);
  });

  /** A shard's way from dispatches to jobs. */
  function openShardSide() {
    const watermark = openWatermark();
    const outbox = openOutbox({
      shard: 0,
      partitions: 1,
      queue: queues.queue,
      watermark,
      unfinished: openUnfinished(() => 0),
      log: silent,
      bound: Number.POSITIVE_INFINITY,
      onFull: () => {},
      signal: new AbortController().signal,
    });
    return { ...openFeed(outbox.push, watermark), drained: outbox.drained };
  }

  const goodMessage = () => ({
    ...humanMessage,
    id: snowflakeAt(now, 1),
    author: { ...humanMessage.author, id: '80351110224679999' },
  });
  const isPaid = async (message: { id: string }) =>
    (await Bytes.query(database.db).where({ operation: `msg:${message.id}`, kind: 'daily' })).length === 1;

  it(`keeps no worker from paying the message behind it, and ends nothing in quarantine${absence}`, async () => {
    const { feed, taken, fates, drained } = openShardSide();
    const events = [...recordedEvents(), ...mangledEvents(10_000)];
    for (const { t, d } of events) feed(t, d);
    const good = goodMessage();
    feed('MESSAGE_CREATE', good);
    await drained();
    await until(() => isPaid(good));
    const queue = queues.queue('events', partition);
    await until(async () => (await queue.getJobCountByTypes('wait', 'active', 'delayed')) === 0);
    expect(await queue.getJobCountByTypes('failed')).to.equal(0);
    expect(await queues.queue('quarantine', partition).getJobs()).to.deep.equal([]);
    const counted = await fates();
    expect(counted.queued).to.equal(taken.length);
    expect(counted.queued + counted.dropped + counted.refused).to.equal(events.length + 1);
    expect(counted.refusedTypes).to.include.members(payloads.map(([type]) => type));
    expect(await handled()).to.equal(taken.filter(({ lane }) => lane === 'events').length);
  }).timeout(60_000);

  it(`leaves every interaction that was taken with an end${absence}`, async () => {
    const { feed, taken } = openFeed();
    for (const { t, d } of [...recordedEvents(), ...mangledEvents(10_000)]) feed(t, d);
    const interactions = taken.flatMap(({ envelope }) =>
      envelope.t === 'INTERACTION_CREATE' ? [envelope] : [],
    );
    expect(interactions.length).to.be.above(150);
    for (const envelope of interactions) {
      now = timeOf(envelope.id); // as fresh as it was
      await handleInteraction(context, envelope, { attempt: 0 });
    }
    const answers = sandbox.requests.filter(({ path }) => path.endsWith('/callback'));
    expect(answers.length).to.be.above(150);
  }).timeout(60_000);

  async function handled(): Promise<number> {
    const { values } = await context.metrics.events.get();
    return values.reduce((sum, { value }) => sum + value, 0);
  }
});
