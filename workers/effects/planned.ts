import { partitionOf } from '../../shared/core/keys.ts';
import type { Effect } from '../../shared/core/queues.ts';
import type { Context } from '../context.ts';

/** An effect with the id that makes a repeated `add` the same job. */
export interface PlannedEffect {
  id: string;
  effect: Effect;
}

/** Queues effects of one guild, or of a batch, with one call: they are all of one partition. */
export async function queueEffects(
  { queue, partitions }: Pick<Context, 'queue' | 'partitions'>,
  planned: readonly PlannedEffect[],
): Promise<void> {
  const [first] = planned;
  if (!first) return;
  const jobs = planned.map(({ id, effect }) => ({ name: effect.kind, data: effect, opts: { jobId: id } }));
  await queue('effects', partitionOf(first.effect.guild, partitions)).addBulk(jobs);
}
