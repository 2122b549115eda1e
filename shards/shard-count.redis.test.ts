import { expect } from 'chai';
import { MINUTE } from '../shared/core/clock.ts';
import { silent } from '../shared/core/log.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { openSessions } from './sessions.ts';
import { chooseShardCount } from './shard-count.ts';
import { openUnfinished } from './unfinished.ts';

describe('the number of shards', () => {
  const redis = useRedis();
  let now = 0;
  const clock = () => now;
  beforeEach(() => redis.redis.flushdb());

  const runWith = (shards: number) =>
    openSessions({
      redis: redis.redis,
      clock,
      log: silent,
      shard: 0,
      partitions: 2,
      owner: 'before',
      unfinished: openUnfinished(clock),
    }).save({ id: 'a', url: 'wss://gateway.example/', shards }, 7);
  const choose = (recommended: number, SHARD_COUNT: 'auto' | number = 'auto') =>
    chooseShardCount(
      { config: { SHARD_COUNT, PARTITIONS: 2 }, redis: redis.redis, clock, log: silent },
      recommended,
    );

  it('is what Discord recommends where nothing can be resumed', async () => {
    expect(await choose(3)).to.equal(3);
    await runWith(2);
    now += 20 * MINUTE;
    expect(await choose(3)).to.equal(3);
  });

  it('stays what it was over a restart, although Discord recommends another', async () => {
    await runWith(2);
    expect([await choose(3), await choose(1)]).to.deep.equal([2, 2]);
  });

  it('grows when Discord might refuse the old one', async () => {
    await runWith(2);
    expect(await choose(5)).to.equal(5);
  });

  it('is what the configuration says, if it says one', async () => {
    await runWith(2);
    expect(await choose(3, 4)).to.equal(4);
  });
});
