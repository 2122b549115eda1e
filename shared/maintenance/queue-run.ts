import type { Queues } from '../core/queues.ts';

/** Where runs are worked on, whatever they are about. */
export const maintenancePartition = 0;

/** Hands a run to the workers. One that waits or is worked on already is not queued twice. */
export async function queueRun(
  { queue, partitions }: { queue: Queues['queue']; partitions: number },
  run: string,
): Promise<void> {
  const { name, id } = { name: 'run', id: `run-${run}` };
  await queue('maintenance', { index: maintenancePartition, of: partitions }).add(
    name,
    { run },
    { jobId: id },
  );
}
