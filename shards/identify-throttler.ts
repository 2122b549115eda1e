import { setTimeout as sleep } from 'node:timers/promises';
import type { IIdentifyThrottler } from '@discordjs/ws';
import { SECOND } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { GatewayBot } from './application.ts';

type Limits = GatewayBot['session_start_limit'];

interface Deps {
  redis: Redis | Cluster;
  log: Log;
  /** Asks Discord how many identifies are left. */
  limits: () => Promise<Limits>;
  /** Milliseconds a bucket rests after an identify; Discord asks for 5 s. */
  rest?: number;
}

const spread = 250; // milliseconds, so that processes which wait for the same bucket do not march in step

/**
 * Lets shards of all processes identify in turn: one per bucket (`shard % max_concurrency`) and five seconds, and none
 * while the day's identifies are used up. Resuming does not come here. Rejects only when `signal` aborts: any other
 * error would make @discordjs/ws identify at once.
 */
export function openThrottler({ redis, log, limits, rest = 5 * SECOND + spread }: Deps): IIdentifyThrottler {
  async function waitForBudget(signal: AbortSignal): Promise<Limits> {
    for (;;) {
      const limit = await unlessAborted(limits(), signal);
      if (limit.remaining > 0) return limit;
      log.warn({ seconds: Math.ceil(limit.reset_after / SECOND) }, 'no identifies left for today; waiting');
      await sleep(Math.min(limit.reset_after + SECOND, 2 ** 31 - 1), undefined, { signal });
    }
  }

  async function waitForBucket(bucket: number, shard: number, signal: AbortSignal): Promise<void> {
    const key = keys.identify(bucket);
    while (!(await unlessAborted(redis.set(key, shard, 'PX', rest, 'NX'), signal))) {
      const left = await unlessAborted(redis.pttl(key), signal);
      await sleep(Math.max(left, 0) + Math.random() * spread, undefined, { signal });
    }
  }

  return {
    async waitForIdentify(shard, signal) {
      for (;;) {
        try {
          const { max_concurrency } = await waitForBudget(signal);
          return await waitForBucket(shard % max_concurrency, shard, signal);
        } catch (error) {
          signal.throwIfAborted();
          log.warn({ err: error, shard }, 'could not ask for a turn to identify; trying again');
          await sleep(SECOND, undefined, { signal });
        }
      }
    },
  };
}

/** `promise`, or a rejection as soon as the signal aborts: commands wait while Redis is away. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
