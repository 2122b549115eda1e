import type { Queues } from '../shared/core/queues.ts';
import type { Unfinished } from './unfinished.ts';

interface Deps {
  queue: Queues['queue'];
  partitions: number;
  unfinished: Pick<Unfinished, 'note'>;
}

/**
 * Batches of a session that an earlier process enqueued and that workers have yet to finish: where Redis loses its memory
 * now, Discord has to replay them as well.
 */
export async function inheritBatches(
  { queue, partitions, unfinished }: Deps,
  session: string,
): Promise<void> {
  for (let index = 0; index < partitions; index++) {
    const events = queue('events', { index, of: partitions });
    const ids = await events.getRanges(['active', 'wait', 'delayed'], 0, -1);
    const batches = ids.flatMap((id) => batchOf(id, session) ?? []).sort((a, b) => a.first - b.first);
    for (const { id, first } of batches) unfinished.note(index, events.toKey(id), first - 1);
  }
}

/** As outbox.ts names jobs of events. */
function batchOf(id: string, session: string): { id: string; first: number } | undefined {
  const [, of, first] = /^(.+)-(\d+)-\d+$/.exec(id) ?? [];
  return of === session.replaceAll(':', '_') ? { id, first: Number(first) } : undefined;
}
