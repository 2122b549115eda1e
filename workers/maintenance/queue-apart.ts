import { partitionOf } from '../../shared/core/keys.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';

/** Queues effects of any guilds. One that still waits under the same id is not queued twice. */
export async function queueApart(
  deps: Pick<Context, 'queue' | 'partitions'>,
  planned: readonly PlannedEffect[],
  { priority = 0 } = {},
): Promise<void> {
  const byPartition = new Map<number, PlannedEffect[]>();
  for (const each of planned) {
    const { index } = partitionOf(each.effect.guild, deps.partitions);
    byPartition.set(index, [...(byPartition.get(index) ?? []), each]);
  }
  for (const effects of byPartition.values()) await queueEffects(deps, effects, { priority });
}
