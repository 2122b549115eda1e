import type { Queues } from '../shared/core/queues.ts';

/** How many chunks of members wait for workers or are with them, over all partitions. */
export async function countChunks({
  queue,
  partitions,
}: {
  queue: Queues['queue'];
  partitions: number;
}): Promise<number> {
  const indexes = Array.from({ length: partitions }, (_, index) => index);
  const counts = await Promise.all(
    indexes.map((index) =>
      queue('members', { index, of: partitions }).getJobCountByTypes(
        'wait',
        'active',
        'delayed',
        'prioritized',
      ),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
