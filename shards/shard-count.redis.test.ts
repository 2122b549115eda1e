import { expect } from 'chai';
import { MINUTE } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import { silent } from '../shared/core/log.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { openSessions } from './sessions.ts';
import { chooseShardCount } from './shard-count.ts';
import { openUnfinished } from './unfinished.ts';
import { saveWhole } from './whole.ts';

describe('the number of shards', () => {
  const redis = useRedis();
  let now = 0;
  const clock = () => now;
  beforeEach(() => redis.redis.flushdb());

  async function runWith(shards: number): Promise<void> {
    const sessions = openSessions({
      ...{ redis: redis.redis, clock, unfinished: openUnfinished(clock) },
      ...{ shard: 0, shards, partitions: 2, owner: 'before' },
    });
    await sessions.save({ id: 'a', url: 'wss://gateway.example/', shards }, 7);
    await saveWhole(redis.redis, shards);
  }
  const choose = (recommended: number, SHARD_COUNT: 'auto' | number = 'auto') =>
    chooseShardCount(
      { config: { SHARD_COUNT, PARTITIONS: 2 }, redis: redis.redis, clock, log: silent },
      recommended,
    );

  it('is what Discord recommends where nothing can be resumed', async () => {
    const alone = { shards: 3, former: undefined };
    expect(await choose(3)).to.deep.equal(alone);
    await runWith(2);
    now += 20 * MINUTE;
    expect(await choose(3)).to.deep.equal(alone);
  });

  it('stays what it was over a restart, although Discord recommends another', async () => {
    await runWith(2);
    for (const recommended of [3, 1])
      expect(await choose(recommended)).to.deep.equal({ shards: 2, former: undefined });
  });

  it('is known from what the version before stored', async () => {
    const stored = { owner: 'x', id: 'a', url: 'wss://gateway.example/', shards: 2, sequence: 7, at: now };
    await redis.redis.set(keys.formerWatermark({ index: 1, of: 2 }, 0), JSON.stringify(stored));
    expect(await choose(3)).to.deep.equal({ shards: 2, former: undefined });
    expect(await choose(3, 4)).to.deep.equal({ shards: 4, former: 2 });
  });

  it('grows when Discord might refuse the old one', async () => {
    await runWith(2);
    expect(await choose(5)).to.deep.equal({ shards: 5, former: 2 });
  });

  it('is what the configuration says, if it says one', async () => {
    await runWith(2);
    expect(await choose(3, 4)).to.deep.equal({ shards: 4, former: 2 });
  });
});
