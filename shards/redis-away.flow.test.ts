import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { type Bot, type Consumer, consume, endSandbox, startBot, until } from './bot.fixture.ts';
import { type Gate, openGate } from './redis-gate.fixture.ts';

describe('a shard while Redis is away', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 2 });
  let sandbox: Sandbox;
  let gate: Gate;
  let bot: Bot;
  let consumer: Consumer;
  const bound = 100_000;

  beforeEach(async () => {
    await redis.redis.flushdb();
    sandbox = await startSandbox({ identifyEvery: 1 });
    gate = await openGate(redis.url);
    consumer = consume(redis.url);
    bot = await startBot(sandbox, {
      redis: gate.url,
      db: database.db,
      tuning: { bound, drainDeadline: 200 },
    });
    await bot.attached();
  });
  afterEach(async () => {
    gate.open();
    await bot.stop();
    await consumer.close();
    gate.close();
    await endSandbox(sandbox);
  });

  const say = (contents: string[]) => {
    for (const content of contents)
      sandbox.message({ guild: guildId('Workshop'), author: userId('ada'), content });
  };
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `message ${i}`);

  it('keeps what it heard until Redis is back', async () => {
    gate.shut();
    say(numbered(50));
    gate.open();
    await until(() => consumer.contents().length >= 50);
    expect(consumer.contents()).to.deep.equal(numbered(50));
  });

  it('lets go of its socket when too much waits, and misses nothing', async () => {
    gate.shut();
    say(numbered(1_000));
    await until(() => bot.shard.status().state === 'detached');
    say(['one more']);
    gate.open();
    await until(() => consumer.contents().includes('one more'));
    expect(consumer.contents()).to.deep.equal([...numbered(1_000), 'one more']);
    expect(sandbox.sessions.identifies).to.equal(1);
    expect(sandbox.sessions.resumes).to.be.at.least(1);
  });

  it('stops although messages wait, and hands them on when it comes back', async () => {
    gate.shut();
    say(numbered(50));
    await until(() => bot.shard.waiting > 0);
    await bot.stop();
    gate.open();
    bot = await startBot(sandbox, { redis: redis.url, db: database.db });
    await until(() => consumer.contents().length >= 50);
    expect(new Set(consumer.contents())).to.deep.equal(new Set(numbered(50)));
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
  });

  it('hands on once what Discord replays because it was not enqueued when the socket dropped', async () => {
    gate.shut();
    say(numbered(50));
    await until(() => bot.shard.waiting > 0);
    sandbox.trouble.dropSockets();
    await until(() => sandbox.sessions.resumes === 1);
    gate.open();
    await until(() => consumer.contents().length >= 50);
    say(['last']);
    await until(() => consumer.contents().includes('last'));
    expect(consumer.contents()).to.deep.equal([...numbered(50), 'last']);
  });
});
