import { Cluster, Redis } from 'ioredis';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

export type { Cluster, Redis } from 'ioredis';

/**
 * A connection to Redis or a Redis Cluster. Commands wait for a lost connection instead of failing: BullMQ's
 * workers need that, and everything else here is retried anyway. One per use: a blocking worker and a
 * subscriber each need their own.
 */
export function openRedis(config: Pick<Config, 'REDIS_URL' | 'REDIS_CLUSTER'>, log: Log): Redis | Cluster {
  const options = { maxRetriesPerRequest: null, enableAutoPipelining: false };
  const redis = config.REDIS_CLUSTER
    ? new Cluster([config.REDIS_URL], { redisOptions: options })
    : new Redis(config.REDIS_URL, { ...options, retryStrategy: (attempt) => Math.min(attempt * 50, 1_000) });
  redis.on('error', (error: unknown) => log.warn({ err: error }, 'redis'));
  return redis;
}
