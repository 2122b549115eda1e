import type { Clock } from '../shared/core/clock.ts';
import type { Config } from '../shared/core/config.ts';
import type { Log } from '../shared/core/log.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import { loadNewest, resumable } from './sessions.ts';

interface Deps {
  config: Pick<Config, 'SHARD_COUNT' | 'PARTITIONS'>;
  redis: Redis | Cluster;
  clock: Clock;
  log: Log;
}

/**
 * How many shards the bot has, over all processes. With `auto` it is what Discord recommends, unless sessions of another
 * count can still be resumed: the recommendation changes with every guild, and following it would identify every shard
 * anew at a planned restart, or differ from what a process that started earlier was told. Shard 0 speaks for all, since
 * every count has it.
 */
export async function chooseShardCount(
  { config, redis, clock, log }: Deps,
  recommended: number,
): Promise<number> {
  if (config.SHARD_COUNT !== 'auto') return config.SHARD_COUNT;
  const running = await loadNewest(redis, { shard: 0, partitions: config.PARTITIONS });
  if (!running || running.shards === recommended || clock() - running.at >= resumable) return recommended;
  const { shards } = running;
  // Discord recommends a shard per 1,000 guilds, and refuses those with more than 2,500 when they identify.
  const isTooFew = recommended > 2 * shards;
  if (isTooFew) log.warn({ recommended, shards }, 'Discord recommends far more shards: following that');
  else log.warn({ recommended, shards }, 'keeping the shards whose sessions can be resumed');
  return isTooFew ? recommended : shards;
}
