import type { QueueName, QueueOf, Queues } from '../core/queues.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { queueNames, triesOf } from './queue-kinds.ts';
import { type Counted, ratePerMinute } from './queue-rate.ts';
import { findOldestTried } from './queue-tries.ts';

interface Deps {
  redis: Redis | Cluster;
  queue: Queues['queue'];
  partitions: number;
}

/** How a queue does, over all partitions. */
export interface QueueReading {
  name: QueueName;
  /** Also those that wait behind others of their queue (BullMQ's priorities). */
  waiting: number;
  active: number;
  /** They wait for a time: of a rate limit, of another attempt. */
  delayed: number;
  failed: number;
  /** Jobs done a minute, on average over the last five. */
  rate: number;
  /** Since when the oldest job that could be done waits, in milliseconds; null where none does. */
  oldest: number | null;
  /**
   * Since when the oldest one waits of those that were begun and are tried again, in milliseconds; null where none does, and
   * in queues where that is not looked at.
   */
  tried: number | null;
}

/** All queues, with a few round trips that run side by side. `now` in milliseconds since 1970. */
export async function readQueues({ redis, queue, partitions }: Deps, now: number): Promise<QueueReading[]> {
  const indexes = Array.from({ length: partitions }, (_, index) => index);
  return Promise.all(
    queueNames.map(async (name) => {
      const parts = await Promise.all(
        indexes.map((index) => readOne(redis, queue(name, { index, of: partitions }), { name, now })),
      );
      return { name, ...parts.reduce(add) };
    }),
  );
}

type Numbers = Omit<QueueReading, 'name'>;

async function readOne(
  redis: Deps['redis'],
  queue: QueueOf<QueueName>,
  { name, now }: { name: QueueName; now: number },
): Promise<Numbers> {
  const since = (time: number | undefined) => (time === undefined ? null : Math.max(0, now - time));
  const [counts, done, oldest, tried] = await Promise.all([
    queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getMetrics('completed', 0, 10),
    findOldest(redis, queue),
    triesOf(name) === undefined ? undefined : findOldestTried(redis, queue),
  ]);
  const { wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return {
    waiting: wait + prioritized,
    active,
    delayed,
    failed,
    rate: ratePerMinute(done satisfies Counted, now),
    oldest: since(oldest),
    tried: since(tried),
  };
}

/**
 * When the job that waits longest was added, in milliseconds since 1970: of those without a priority, and of each priority,
 * since a low one may never have its turn. Without the jobs' data, which may be large.
 */
async function findOldest(redis: Deps['redis'], queue: QueueOf<QueueName>): Promise<number | undefined> {
  const [last, first] = await Promise.all([
    redis.lindex(queue.toKey('wait'), -1), // workers take from this end
    firstOfEach(redis, queue.toKey('prioritized')),
  ]);
  const ids = last === null ? first : [last, ...first];
  const times = await Promise.all(ids.map((id) => redis.hget(queue.toKey(id), 'timestamp')));
  const known = times.filter((time) => time !== null).map(Number);
  return known.length > 0 ? Math.min(...known) : undefined;
}

const span = 2 ** 32; // of scores that have one priority: BullMQ puts a counter below it
const mostPriorities = 10; // shared/effects/planned.ts has two

async function firstOfEach(redis: Deps['redis'], key: string): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; ids.length < mostPriorities; ) {
    const [id, score] = await redis.zrangebyscore(key, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1);
    if (id === undefined) break;
    ids.push(id);
    from = (Math.floor(Number(score) / span) + 1) * span;
  }
  return ids;
}

function add(a: Numbers, b: Numbers): Numbers {
  return {
    waiting: a.waiting + b.waiting,
    active: a.active + b.active,
    delayed: a.delayed + b.delayed,
    failed: a.failed + b.failed,
    rate: a.rate + b.rate,
    oldest: longer(a.oldest, b.oldest),
    tried: longer(a.tried, b.tried),
  };
}

function longer(a: number | null, b: number | null): number | null {
  return a === null ? b : Math.max(a, b ?? 0);
}
