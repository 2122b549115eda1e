import { partitionOf } from '../../shared/core/keys.ts';
import type { EffectQueue } from '../../shared/core/queues.ts';
import { type JobEnd, recordOf } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import type { JobOf } from '../runtime/consume.ts';
import type { Outcome } from './outcome.ts';

/** Keeps how an effect ended, where it did. Of reactions, which are the most, only what Discord refused. */
export function keepEnd(
  { recorder, clock, partitions }: Pick<Context, 'recorder' | 'clock' | 'partitions'>,
  job: JobOf<EffectQueue>,
  outcome: Outcome,
): void {
  const end = endOf(outcome);
  if (!end || (job.data.kind === 'react' && end.outcome !== 'refused')) return;
  recorder.job(recordOf(job, partitionOf(job.data.guild, partitions), { ...end, at: clock() }));
}

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
