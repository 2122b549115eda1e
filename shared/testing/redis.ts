import { type Redis, Redis as RedisClient } from 'ioredis';
import { after, before } from 'mocha';
import { required } from './environment.ts';

export interface TestRedis {
  readonly redis: Redis;
  /** For parts that open their own connections. */
  readonly url: string;
}

/** An empty logical database of the test run's Redis, this test file's alone; call it inside `describe`. */
export function useRedis(): TestRedis {
  let redis: Redis | undefined;
  const url = `${required('TEST_REDIS_URL')}/${1 + Number(process.env.MOCHA_WORKER_ID ?? 0)}`;
  before(async () => {
    redis = new RedisClient(url, { maxRetriesPerRequest: null });
    await redis.flushdb();
  });
  after(() => redis?.quit());
  return {
    url,
    get redis() {
      if (!redis) throw new Error('useRedis() is open only while the tests of its describe run');
      return redis;
    },
  };
}
