import { keys } from '../shared/core/keys.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import { leastOf, lifetime, loadStored } from './sessions.ts';
import { loadWhole } from './whole.ts';

/**
 * Puts the sessions of the shards that were whole last where a start with another number of partitions looks for them.
 * Nobody may run, and no batch wait. Answers of how many shards there was one.
 */
export async function carrySessions(
  redis: Redis | Cluster,
  { from, to }: { from: number; to: number },
): Promise<number> {
  const shards = (await loadWhole(redis)) ?? 0;
  let carried = 0;
  for (let shard = 0; shard < shards; shard++) {
    const session = leastOf(await loadStored(redis, { shard, shards, partitions: from }));
    if (!session) continue;
    for (let index = 0; index < to; index++) {
      const key = keys.watermark({ index, of: to }, shard, shards);
      await redis.set(key, JSON.stringify(session), 'PX', lifetime);
    }
    carried += 1;
  }
  return carried;
}
