import { expect } from 'chai';
import { Redis } from 'ioredis';
import { saveStatuses } from '../analytics/store.ts';
import { MINUTE, SECOND } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { openQueues } from '../core/queues.ts';
import { openDatabase } from '../db/knex.ts';
import { keepPartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { listStanding } from './alarms.ts';
import { timeOf } from './process-signs.ts';
import { runWatch, type WatchDeps, watchOnce } from './watch.ts';

describe('looking after the cluster', () => {
  const database = useDatabase();
  const redis = useRedis();
  let queues: ReturnType<typeof openQueues>;
  let now = 0;

  before(async () => {
    queues = openQueues(redis.redis, silent);
    await keepPartitions(database.db, Date.now());
  });
  after(() => queues.close());
  beforeEach(async () => {
    now = Date.now();
    await redis.redis.flushdb();
    for (const table of ['alarms', 'process_statuses', 'bot_statuses', 'failed_effects', 'hourly_stats'])
      await database.db(table).delete();
  });

  const deps = (rest: Partial<WatchDeps> = {}): WatchDeps => ({
    ...{
      db: database.db,
      redis: redis.redis,
      queue: queues.queue,
      partitions: 1,
      clock: () => now,
      log: silent,
    },
    heartbeat: { steadySince: () => 0 },
    ...rest,
  });
  const found = async () =>
    (await listStanding(database, 20)).map(({ kind, subject }) => `${kind} ${subject}`).toSorted();
  const times = () => ({ started_at: new Date(now - 60 * MINUTE), beat_at: new Date(now - 2 * MINUTE) });
  const killed = () =>
    database.db('process_statuses').insert({
      ...{ process: 'workers-0', role: 'workers', host: 'h', pid: 1, version: '1', state: 'running' },
      ...{ memory: 1, lag_ms: 0, disk_free: 1, disk_total: 100, ...times() },
    });

  it('finds everything that is amiss, once however often it looks', async () => {
    await killed();
    await database.db('process_statuses').insert({
      ...{ process: 'web-0', role: 'web', host: 'h', pid: 1, version: '1', state: 'running' },
      ...{ memory: 1, lag_ms: 0, disk_free: 1, disk_total: 100, ...times(), beat_at: new Date(now) },
    });
    await database.db('bot_statuses').insert({
      ...{ process: 'shards-0', shard: 0, shards: 1, state: 'attached', ...times() },
      gap_at: new Date(now - MINUTE),
    });
    await database.db('bot_statuses').insert({
      ...{ process: 'shards-0', shard: 1, shards: 2, state: 'attached', ...times(), beat_at: new Date(0) },
    });
    await database.db('failed_effects').insert(
      ['expired', 'bug', '50013'].map((code) => ({
        ...{ job: code, guild_id: 1, effect: '{"kind":"react"}', status: 0, code, why: '' },
        failed_at: new Date(now - SECOND),
      })),
    );
    await queues
      .queue('interactions', { index: 0, of: 1 })
      .add('x', {} as never, { jobId: 'x', timestamp: now - MINUTE });
    await Promise.all([watchOnce(deps()), watchOnce(deps())]);
    await watchOnce(deps());
    expect(await found()).to.deep.equal([
      'dead-process workers-0',
      'dead-shard shard 0',
      'disk h',
      'failed-effects bug',
      'failed-effects expired',
      `gap shard 0 at ${timeOf(new Date(now - MINUTE))}`,
      'queue-lag interactions',
    ]);
    const lags = await database
      .db('hourly_stats')
      .where({ stat: 'queue-lag' })
      .whereIn('label', ['', 'interactions']);
    expect(lags.map(({ count, most }) => [count, most])).to.deep.equal([
      ['3', '60000'],
      ['3', '60000'],
    ]);
  });

  it('finds webhooks that answer and are told late, and leaves alone those that do not answer', async () => {
    const old = new Date(now - 60 * MINUTE);
    const hook = {
      url: 'https://a.example/',
      secret: 's',
      events: ['case'],
      created_by: 'a',
      changed_at: old,
    };
    const made = await database
      .db('webhooks')
      .insert(['slow', 'dead'].map((name) => ({ ...hook, name, failures: name === 'dead' ? 1 : 0 })))
      .returning('id');
    const late = made.map(({ id }, n) => ({
      ...{ webhook_id: id, event: 'case.opened', subject: '1' },
      next_at: new Date(old.getTime() - n * MINUTE),
    }));
    await database.db('webhook_deliveries').insert(late);
    await watchOnce(deps());
    const [{ text = '', subject = '' } = {}, ...others] = await listStanding(database, 20);
    expect(others).to.deep.equal([]);
    expect(`${subject}: ${text}`).to.match(
      /^webhook deliveries: The webhook “slow” of every guild answers, but is told (59|60) minutes late\.$/,
    );
    await database.db('webhooks').delete();
  });

  it('takes nobody for dead because the clock of its host is wrong', async () => {
    await killed();
    await database.db('process_statuses').update({ beat_at: new Date(now), disk_free: null });
    const host = new Date(now - 10 * MINUTE);
    const shard = {
      process: 'shards-0',
      shards: 1,
      state: 'attached',
      sessionId: 'a',
      latencyMs: 1,
      guilds: 1,
    };
    const times = { gapAt: null, attachedAt: host, resumedAt: null, identifiedAt: host };
    await saveStatuses(database.db, [
      { ...shard, ...times, shard: 0, intents: 1, gaps: 0, startedAt: host, beatAt: host },
    ]);
    await watchOnce(deps({ clock: () => now + 10 * MINUTE }));
    expect(await found()).to.deep.equal([]);
  });

  it('misses nobody that is about to start with all the others', async () => {
    await killed();
    await database.db('process_statuses').insert({
      ...{ process: 'web-0', role: 'web', host: 'h', pid: 1, version: '1', state: 'running' },
      ...{ memory: 1, lag_ms: 0, ...times(), beat_at: new Date(now) },
    });
    const stopped = { state: 'stopped', disk_free: null, beat_at: new Date(now - 60 * MINUTE) };
    await database.db('process_statuses').where({ process: 'workers-0' }).update(stopped);
    await watchOnce(deps({ heartbeat: { steadySince: () => now - 4 * MINUTE } }));
    expect(await found()).to.deep.equal([]);
    await watchOnce(deps({ heartbeat: { steadySince: () => now - 6 * MINUTE } }));
    expect(await found()).to.deep.equal(['dead-process workers-0']);
  });

  it('takes nobody for dead while heartbeats did not get through', async () => {
    await killed();
    await watchOnce(deps({ heartbeat: { steadySince: () => now - 29 * SECOND } }));
    expect(await found()).to.deep.equal([]);
    await watchOnce(deps({ heartbeat: { steadySince: () => now - 31 * SECOND } }));
    expect(await found()).to.deep.equal(['dead-process workers-0']);
  });

  it('says whether Postgres answers, where nothing else can be found out', async () => {
    const away = openDatabase('postgres://127.0.0.1:1/x');
    const heard: string[] = [];
    const look = async (db: WatchDeps['db']) => {
      await redis.redis.flushdb();
      const length = heard.length;
      const say = (what: string) => async () => void heard.push(what);
      const outage = { failed: say('away'), answered: say('there') };
      const watch = runWatch(deps({ db }), { tell: async () => {}, outage }, 10);
      while (heard.length === length) await new Promise((resolve) => setTimeout(resolve, 5));
      await watch.close();
    };
    await look(away);
    await look(database.db);
    await away.destroy();
    expect(heard).to.deep.equal(['away', 'there']);
  });

  it('is done by one process at a time, and by each where Redis is away', async () => {
    let follows = 0;
    const then = { tell: async () => void follows++, outage: { async failed() {}, async answered() {} } };
    const looked = async (number: number) => {
      while (follows < number) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const both = [runWatch(deps(), then, 20), runWatch(deps(), then, 20)];
    await looked(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await Promise.all(both.map((each) => each.close()));
    expect(follows).to.equal(1);
    const away = new Redis('redis://127.0.0.1:1', {
      maxRetriesPerRequest: null,
      retryStrategy: () => 10_000,
    });
    away.on('error', () => {});
    const nothing = () => {
      throw new Error('away');
    };
    const alone = runWatch(deps({ redis: away, queue: nothing }), then, 20);
    await looked(2);
    await alone.close();
    away.disconnect();
    expect(await found()).to.deep.equal(['queue-lag redis']);
  });
});
