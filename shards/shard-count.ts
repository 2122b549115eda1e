import type { Clock } from '../shared/core/clock.ts';
import type { Config } from '../shared/core/config.ts';
import type { Log } from '../shared/core/log.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import { leastOf, loadStored, resumable } from './sessions.ts';
import { loadWhole } from './whole.ts';

interface Deps {
  config: Pick<Config, 'SHARD_COUNT' | 'PARTITIONS'>;
  redis: Redis | Cluster;
  clock: Clock;
  log: Log;
}

export interface ShardCount {
  shards: number;
  /** Of how many there are sessions that can still be resumed, where that is another number. */
  former: number | undefined;
}

/**
 * How many shards the bot has, over all processes. With `auto` it is what Discord recommends, unless sessions of another
 * count can still be resumed: the recommendation changes with every guild, and following it would identify every shard
 * anew at a planned restart, or differ from what a process that started earlier was told. Shard 0 speaks for all, since
 * every count has it.
 */
export async function chooseShardCount(deps: Deps, recommended: number): Promise<ShardCount> {
  const running = await findRunning(deps);
  const shards = choose(deps, recommended, running);
  return { shards, former: running === shards ? undefined : running };
}

async function findRunning({ config, redis, clock }: Deps): Promise<number | undefined> {
  const shards = await loadWhole(redis);
  const newest = leastOf(await loadStored(redis, { shard: 0, shards, partitions: config.PARTITIONS }));
  return newest && clock() - newest.at < resumable ? newest.shards : undefined;
}

function choose({ config, log }: Deps, recommended: number, running: number | undefined): number {
  if (config.SHARD_COUNT !== 'auto') return config.SHARD_COUNT;
  if (running === undefined || running === recommended) return recommended;
  // Discord recommends a shard per 1,000 guilds, and refuses those with more than 2,500 when they identify.
  const isTooFew = recommended > 2 * running;
  if (isTooFew) log.warn({ recommended, running }, 'Discord recommends far more shards: following that');
  else log.warn({ recommended, running }, 'keeping the shards whose sessions can be resumed');
  return isTooFew ? recommended : running;
}
