import type { Partition } from '../../shared/core/keys.ts';
import type { Log } from '../../shared/core/log.ts';
import { openQueue, type QueueName, type QueueOf } from '../../shared/core/queues.ts';
import type { Cluster, Redis } from '../../shared/core/redis.ts';
import type { Context } from '../context.ts';
import { logFaults } from './consume.ts';

/** The queues that this process adds to, each opened at first use. They share one connection. */
export function openQueues(
  redis: Redis | Cluster,
  log: Log,
): Pick<Context, 'queue'> & { close(): Promise<void> } {
  const open: { [N in QueueName]: Map<number, QueueOf<N>> } = {
    events: new Map(),
    interactions: new Map(),
    effects: new Map(),
    quarantine: new Map(),
  };
  function queue<N extends QueueName>(name: N, partition: Partition): QueueOf<N> {
    const known = open[name].get(partition.index);
    if (known) return known;
    const opened = openQueue(name, partition, redis);
    opened.on('error', logFaults(log, name));
    open[name].set(partition.index, opened);
    return opened;
  }
  return {
    queue,
    async close() {
      const all = Object.values(open).flatMap((queues) => [...queues.values()]);
      await Promise.all(all.map((each) => each.close()));
    },
  };
}
