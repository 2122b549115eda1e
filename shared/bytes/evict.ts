import { keys, partitionOf } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';

/** Forgets Redis' copies of a guild's members: Postgres is asked the next time. Answers how many there were. */
export async function evictAccounts(
  { redis, partitions }: { redis: Redis | Cluster; partitions: number },
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<number> {
  if (users.length === 0) return 0;
  const partition = partitionOf(guild, partitions);
  return redis.unlink(users.map((user) => keys.account(partition, guild, user)));
}
