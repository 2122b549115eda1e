import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { HOUR, MINUTE } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useProcesses } from '../shared/testing/processes.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { type Bot, type Consumer, consume, endSandbox, startBot, until } from './bot.fixture.ts';
import { type Gate, openGate } from './redis-gate.fixture.ts';

const names = Array.from({ length: 12 }, (_, n) => `Guild ${n}`);
const shards = 4;
const lease = { ttl: 1_200, every: 120, sure: 800 };
const partition = { index: 0, of: 1 };

describe('shards that several processes share', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 4 });
  const processes = useProcesses();
  const bots = new Set<Bot>();
  let sandbox: Sandbox;
  let consumer: Consumer;
  let gate: Gate;

  before(async () => {
    const world = { guilds: names.map((name) => ({ name, members: [{ name: 'ada' }] })) };
    sandbox = await startSandbox({ identifyEvery: 1, world });
    consumer = consume(redis.url);
    gate = await openGate(redis.url);
  });
  after(async () => {
    gate.open();
    for (const bot of bots) await bot.stop();
    await consumer.close();
    gate.close();
    await endSandbox(sandbox);
  });

  const orderOf = (process: string, siblings = 1, count = shards) => ({
    process,
    redis: redis.url,
    config: { SHARD_COUNT: count, SHARD_PROCESSES: siblings },
    tuning: { lease, identifyRest: 5, drainDeadline: 500 },
  });
  async function start(order: Partial<Parameters<typeof startBot>[1]>): Promise<Bot> {
    const bot = await startBot(sandbox, { ...orderOf('?'), db: database.db, ...order });
    bots.add(bot);
    return bot;
  }
  async function stop(bot: Bot): Promise<void> {
    bots.delete(bot);
    await bot.stop();
  }
  /** What is said in the guilds of all shards. */
  function say(content: string): void {
    for (const name of names) sandbox.message({ guild: guildId(name), author: userId('ada'), content });
  }
  const heard = (content: string) =>
    until(() => {
      const guilds = consumer.events.flatMap((event) =>
        event.t === 'MESSAGE_CREATE' && event.d.content === content ? [event.d.guild] : [],
      );
      return new Set(guilds).size === names.length;
    });
  /** When it was received, by the time of its shard. */
  const timeOf = (content: string, name: string) =>
    consumer.events.find(
      (event) =>
        event.t === 'MESSAGE_CREATE' && event.d.content === content && event.d.guild === guildId(name),
    )?.at;
  const idsOf = (bot: Bot) => bot.shards.map(({ id }) => id).sort();
  const has = (bot: Bot, count: number) =>
    until(
      () => bot.shards.length === count && bot.shards.every((shard) => shard.status().state === 'attached'),
    );
  const gaps = (bot: Bot) => bot.shards.reduce((sum, shard) => sum + shard.status().gaps, 0);
  /** Until then a kill would leave a session that nobody knows. */
  const persisted = () =>
    until(async () => {
      const all = Array.from({ length: shards }, (_, id) => keys.watermark(partition, id, shards));
      return (await redis.redis.mget(all)).every((stored) => stored?.includes('"sequence"'));
    });
  let first: Bot;
  let second: Bot;

  it('are resumed by another when one is killed, which had no more than its share', async () => {
    const order = { sandbox: { api: sandbox.api, token: sandbox.token }, database: database.url };
    const doomed = processes.start(
      'shards/doomed.fixture.ts',
      {},
      JSON.stringify({ ...order, order: orderOf('doomed', 2) }),
    );
    const holders = keys.leaseHolders('shards', shards);
    await until(async () => (await redis.redis.zcard(holders)) > 0);
    first = await start({ ...orderOf('first', 2), redis: gate.url });
    const killed = await doomed;
    await has(first, 2);
    await persisted();
    say('before');
    await heard('before');
    const { resumes } = sandbox.sessions;
    await killed.kill();
    say('meanwhile');
    await heard('meanwhile');
    expect(idsOf(first)).to.deep.equal([0, 1, 2, 3]);
    await has(first, shards);
    expect(sandbox.sessions.identifies).to.equal(shards);
    expect(sandbox.sessions.resumes).to.be.at.least(resumes + 2);
  });

  it('are shared with one that joins: it resumes what the other gives back, in whose time it goes on', async () => {
    const { resumes } = sandbox.sessions;
    second = await start({ ...orderOf('second'), clock: () => Date.now() - MINUTE });
    say('while it joins');
    await Promise.all([has(first, 2), has(second, 2)]);
    await heard('while it joins');
    for (const name of names)
      expect(timeOf('while it joins', name) ?? 0, name).to.be.above(timeOf('before', name) ?? 0);
    expect([...idsOf(first), ...idsOf(second)].sort()).to.deep.equal([0, 1, 2, 3]);
    expect(sandbox.sessions.identifies).to.equal(shards);
    expect(sandbox.sessions.resumes).to.be.at.least(resumes + 2);
  });

  it('are let go of by a process that Redis does not answer, before another takes them', async () => {
    gate.shut();
    const own = idsOf(second);
    await until(() => first.shards.every((shard) => shard.status().state === 'detached'));
    expect(idsOf(second)).to.deep.equal(own).and.have.length(2);
    say('while Redis is away');
    await has(second, shards);
    await heard('while Redis is away');
    gate.open();
    await Promise.all([has(first, 2), has(second, 2)]);
    say('after');
    await heard('after');
    expect(sandbox.sessions.identifies).to.equal(shards);
  });

  it('stay where they are when Redis lost its memory', async () => {
    const before = [idsOf(first), idsOf(second)];
    await redis.redis.flushdb();
    const { resumes } = sandbox.sessions;
    await until(() => sandbox.sessions.resumes >= resumes + shards);
    say('remembered');
    await heard('remembered');
    await persisted();
    expect([idsOf(first), idsOf(second)]).to.deep.equal(before);
    expect(sandbox.sessions.identifies).to.equal(shards);
  });

  it('are let go of by the one that finds another at work, and begun anew by who has the lease', async () => {
    const [shard] = second.shards;
    const key = keys.watermark(partition, shard?.id ?? 0, shards);
    const stored = JSON.parse((await redis.redis.get(key)) ?? '');
    await redis.redis.set(key, JSON.stringify({ ...stored, owner: 'another', at: stored.at + 1 }));
    say('contested');
    await until(() => shard?.status().state === 'stopped');
    await heard('contested');
    await Promise.all([has(first, 2), has(second, 2)]);
    expect(sandbox.sessions.identifies).to.equal(shards);
  });

  it('become more while the former ones go on until all are attached', async () => {
    await until(async () => (await redis.redis.get(keys.generation())) === `${shards}`);
    await Promise.all([stop(first), stop(second)]);
    say('between');
    const left = {
      owner: 'x',
      id: 'x',
      url: 'ws://x',
      shards: shards + 1,
      sequence: 1,
      at: Date.now() - HOUR,
    };
    await redis.redis.set(keys.watermark(partition, 0, shards + 1), JSON.stringify(left));
    const many = await start(orderOf('first', 1, shards + 1));
    await has(many, shards + 1);
    await heard('between');
    say('with both');
    await heard('with both');
    await until(() => sandbox.sessions.sockets === shards + 1);
    say('with more');
    await heard('with more');
    expect(sandbox.sessions).to.include({ identifies: shards + shards + 1, invalidSessions: 0 });
    expect(gaps(many)).to.equal(0);
  });
});
