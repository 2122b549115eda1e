import { partitionOf } from '../../shared/core/keys.ts';
import type { EffectQueue } from '../../shared/core/queues.ts';
import { type JobEnd, recordOf } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import type { JobOf } from '../runtime/consume.ts';
import type { Kind } from './kind.ts';
import type { Outcome } from './outcome.ts';

/**
 * Keeps how an effect ended, where it did. Of reactions, which are the most, only what Discord refused. What was done to a
 * member or a channel is on its way to Postgres when this answers: killed before that, its job is done once more.
 */
export async function keepEnd(
  { recorder, clock, partitions }: Pick<Context, 'recorder' | 'clock' | 'partitions'>,
  job: JobOf<EffectQueue>,
  outcome: Outcome,
): Promise<void> {
  const end = endOf(outcome);
  if (!end || (job.data.kind === 'react' && end.outcome !== 'refused')) return;
  recorder.job(recordOf(job, partitionOf(job.data.guild, partitions), { ...end, at: clock() }));
  if (neverLost.has(job.data.kind)) await recorder.handOver();
}

const neverLost: ReadonlySet<Kind> = new Set(['punish', 'lift', 'channel-deed'] as const);

function endOf(outcome: Outcome): Omit<JobEnd, 'at'> | undefined {
  if (outcome.is === 'done') return { outcome: 'done' };
  if (outcome.is === 'unwanted') return { outcome: 'dropped', why: 'Nobody wants it any more.' };
  if (outcome.is === 'spared')
    return { outcome: 'dropped', why: 'Discord refused the same in this place just before.' };
  if (outcome.is === 'late') return { outcome: 'dropped', why: 'It came too late to be of use.' };
  if (outcome.is === 'moot') return { outcome: 'dropped', why: outcome.why };
  if (outcome.is !== 'refused') return undefined;
  const { status, code, why } = outcome;
  return { outcome: 'refused', why: `${why} (${status > 0 ? `${status}, ${code}` : code})` };
}
