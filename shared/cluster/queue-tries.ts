import type { QueueName, QueueOf } from '../core/queues.ts';
import type { Cluster, Redis } from '../core/redis.ts';

const most = 64; // jobs of each state: of those that are tried again every few seconds enough to meet an old one

/**
 * When the oldest job that was begun and is not done was added, in milliseconds since 1970: of those that are due next, and of
 * those that are being tried once more. Two round trips, however many there are.
 */
export async function findOldestTried(
  redis: Redis | Cluster,
  queue: QueueOf<QueueName>,
): Promise<number | undefined> {
  const [delayed, active] = await Promise.all([
    redis.zrange(queue.toKey('delayed'), '0', `${most - 1}`),
    redis.lrange(queue.toKey('active'), 0, most - 1),
  ]);
  const added = await Promise.all([
    ...delayed.map((id) => whenAdded(redis, queue.toKey(id), 1)),
    ...active.map((id) => whenAdded(redis, queue.toKey(id), 2)),
  ]);
  const known = added.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** Undefined for one that was begun less often. `ats` is BullMQ's `attemptsStarted`. */
async function whenAdded(redis: Redis | Cluster, job: string, begun: number): Promise<number | undefined> {
  const [added, times] = await redis.hmget(job, 'timestamp', 'ats');
  return added && Number(times ?? 0) >= begun ? Number(added) : undefined;
}
