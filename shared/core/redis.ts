import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { SECOND } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

export type { Cluster, Redis } from 'ioredis';

type Place = Pick<Config, 'REDIS_URL' | 'REDIS_CLUSTER'>;

const options = {
  maxRetriesPerRequest: null,
  enableAutoPipelining: false,
  retryStrategy: (attempt: number) => Math.min(attempt * 50, SECOND),
} satisfies RedisOptions;

/**
 * A connection to Redis or a Redis Cluster. Commands wait for a lost connection, or for the node that has their key,
 * instead of failing: BullMQ's workers need that, and everything else here is retried anyway. One per use: a blocking
 * worker needs its own.
 */
export function openRedis({ REDIS_URL, REDIS_CLUSTER }: Place, log: Log): Redis | Cluster {
  const redis = REDIS_CLUSTER
    ? new Cluster([REDIS_URL], clusterOptions(REDIS_URL))
    : new Redis(REDIS_URL, options);
  redis.on('error', (error: unknown) => log.warn({ err: error }, 'redis'));
  return redis;
}

/**
 * A connection to hear channels by. Also of a cluster it is to one node, which hears what is published at any: ioredis'
 * own for clusters changes nodes without a word, and what was published meanwhile would be missed unnoticed.
 */
export function openSubscriber({ REDIS_URL }: Place, log: Log): Redis {
  const redis = new Redis(REDIS_URL, options);
  redis.on('error', (error: unknown) => log.warn({ err: error }, 'redis, as a subscriber'));
  return redis;
}

/** The nodes that a cluster names are reached as the first one is: with its user, password and TLS. */
export function clusterOptions(url: string): ClusterOptions {
  const { protocol, username, password } = new URL(url);
  const isSecure = protocol === 'rediss:';
  return {
    redisOptions: {
      maxRetriesPerRequest: options.maxRetriesPerRequest,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(isSecure && { tls: {} }),
    },
    // a certificate is of a name: what a cluster tells as one is not to be looked up before (ioredis' README, TLS)
    ...(isSecure && { dnsLookup: (address, callback) => callback(null, address) }),
    clusterRetryStrategy: options.retryStrategy,
    maxRedirections: Number.POSITIVE_INFINITY, // of a slot that nobody serves, ten a second
    retryDelayOnMoved: 20, // milliseconds; nodes that disagree are not asked in a circle without a pause
  };
}
