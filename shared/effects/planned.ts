import { partitionOf } from '../core/keys.ts';
import { type Effect, type EffectQueue, type Queues, queueOf } from '../core/queues.ts';

/** An effect with the id that makes a repeated `add` the same job. */
export interface PlannedEffect {
  id: string;
  effect: Effect;
}

/** Where jobs wait in one queue: those without a priority go first, then the lowest number. */
export const sweptLater = 10; // what a sweep found
const reactionsLast = 20; // there are the most of them

/** Queues effects of one guild, or of a batch, with one call per queue: they are all of one partition. */
export async function queueEffects(
  { queue, partitions }: Pick<Queues, 'queue'> & { partitions: number },
  planned: readonly PlannedEffect[],
  { priority = 0 } = {},
): Promise<void> {
  const [first] = planned;
  if (!first) return;
  const partition = partitionOf(first.effect.guild, partitions);
  const jobs = new Map<EffectQueue, ReturnType<typeof jobOf>[]>();
  for (const each of planned) {
    const name = queueOf(each.effect);
    const job = jobOf(each, priority);
    jobs.get(name)?.push(job) ?? jobs.set(name, [job]);
  }
  await Promise.all([...jobs].map(([name, its]) => queue(name, partition).addBulk(its)));
}

function jobOf({ id, effect }: PlannedEffect, usual: number) {
  const priority = effect.kind === 'react' ? reactionsLast : usual;
  return { name: effect.kind, data: effect, opts: { jobId: id, ...(priority > 0 && { priority }) } };
}
