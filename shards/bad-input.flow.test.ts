import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { absence, areRecorded, recordedEvents } from './bad-input.fixture.ts';
import { type Bot, type Consumer, consume, endSandbox, startBot, until } from './bot.fixture.ts';
import { payloads } from './payloads.fixture.ts';

describe('bad input on the gateway', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 2 });
  let sandbox: Sandbox;
  let bot: Bot;
  let consumer: Consumer;

  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db('bot_statuses').del();
    sandbox = await startSandbox({ identifyEvery: 1 });
    consumer = consume(redis.url);
    bot = await startBot(sandbox, { redis: redis.url, db: database.db });
    await bot.attached();
  });
  afterEach(async () => {
    await bot.stop();
    await consumer.close();
    await endSandbox(sandbox);
  });

  const dispatch = (type: string, data: unknown) => sandbox.dispatch({ type, guild: null, data, own: true });
  const heardAfterwards = async () => {
    sandbox.message({ guild: guildId('Workshop'), author: userId('ada'), content: 'still here' });
    await until(() => consumer.contents().includes('still here'));
    expect(bot.shard.status()).to.include({ state: 'attached', gaps: 0 });
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 0 });
  };

  it(`of every recorded kind leaves the shard attached, and the next message is heard${absence}`, async function () {
    if (!areRecorded) return this.skip();
    for (const { t, d } of recordedEvents()) dispatch(t, d);
    await heardAfterwards();
  });

  it('of any type and size leaves the shard attached, and the next message is heard', async () => {
    for (const data of ['x'.repeat(2_000_000), 17, [], {}, { id: null }])
      for (const [type] of payloads) dispatch(type, data);
    await heardAfterwards();
  });
});
