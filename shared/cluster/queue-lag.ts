import { addStats } from '../analytics/add-stats.ts';
import type { Knex } from '../db/knex.ts';
import { queueKinds } from './queue-kinds.ts';
import type { QueueReading } from './queues.ts';

/** Adds how long the oldest jobs wait now to the hour's sums; under label '' the longest of all that are waited for. */
export async function recordLag(
  { db }: { db: Knex },
  queues: readonly QueueReading[],
  at: number,
): Promise<void> {
  const lags = queues
    .filter(({ name }) => queueKinds[name].patience !== null)
    .map(({ name, oldest }) => ({ label: name as string, ms: Math.round(oldest ?? 0) }));
  const worst = { label: '', ms: Math.max(0, ...lags.map(({ ms }) => ms)) };
  const rows = [worst, ...lags].map(({ label, ms }) => ({ label, count: 1, sum: ms, most: ms }));
  await addStats(
    { db },
    rows.map((row) => ({ stat: 'queue-lag' as const, at, ...row })),
  );
}
