import { z } from 'zod';
import type { Deed } from '../shared/accounts/audit.ts';
import { queueNames } from '../shared/cluster/queue-kinds.ts';
import { SECOND } from '../shared/core/clock.ts';
import { within } from '../shared/core/deadline.ts';
import { type Effect, effectQueues } from '../shared/core/queues.ts';
import { packEvent } from '../shared/core/wire.ts';
import { findFailureOf } from '../shared/effects/failures.ts';
import { isWhole } from '../shared/jobs/data.ts';
import { findJob } from '../shared/jobs/list.ts';
import type { KeptJob } from '../shared/jobs/model.ts';
import { retrying } from '../shared/jobs/retrying.ts';
import type { Deps } from './context.ts';
import { retryDelivery } from './retry-delivery.ts';
import { isRetryable, retryEffect } from './retry-effect.ts';

type Needs = Pick<Deps, 'db' | 'clock' | 'applicationId' | 'queue' | 'partitions' | 'log'>;
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export type RetriedJob =
  | { is: 'retried' }
  | { is: 'unknown' }
  /** It waits or runs already. */
  | { is: 'under-way' }
  /** It was retried before, or nobody wants it any more. */
  | { is: 'over' }
  /** Its queue does not have it any more, and not all of it was kept. */
  | { is: 'gone' }
  | { is: 'not-retryable' };

const patience = 2 * SECOND; // somebody waits for the page

/** Has a job done once more. How that ends is kept as a row of its own. */
export async function retryJob(deps: Needs, id: string, by: By): Promise<RetriedJob> {
  const job = await findJob(deps, id);
  if (!job) return { is: 'unknown' };
  if (!mayRetry(job)) return { is: 'not-retryable' };
  return retrying(deps, job, by, () =>
    job.outcome === 'refused' ? retryRefused(deps, job, by) : within(patience, retryQueued(deps, job, by)),
  );
}

/** Whether a retry may be of use, as far as the row tells. */
export function mayRetry({ outcome, queue, name }: Pick<KeptJob, 'outcome' | 'queue' | 'name'>): boolean {
  if (outcome === 'quarantined') return name !== 'UNREADABLE';
  if (outcome === 'refused') return kindsAsked.has(name);
  return outcome === 'failed' && !neverAgain.has(queue);
}

const kindsAsked = new Set<string>(['punish', 'lift', 'channel-deed'] satisfies Effect['kind'][]);
/** Nobody waits for an answer any more; runs of maintenance are begun anew on their own page. */
const neverAgain = new Set(['interactions', 'maintenance']);

async function retryRefused(deps: Needs, job: KeptJob, by: By): Promise<RetriedJob> {
  const failure = await findFailureOf(deps, job.job);
  if (!failure) return { is: 'over' };
  if (!isRetryable(failure)) return { is: 'not-retryable' };
  const { is } = await retryEffect(deps, failure.guild, failure.id, by);
  return is === 'retried' ? { is } : { is: 'over' };
}

async function retryQueued(deps: Needs, job: KeptJob, by: By): Promise<RetriedJob> {
  if (job.partition >= deps.partitions) return { is: 'gone' };
  return job.outcome === 'quarantined' ? putBack(deps, job) : retryFailed(deps, job, by);
}

/**
 * As a batch of one, which waits until the event has left the quarantine: what fails again could not be set aside there a
 * second time. Handled twice it changes nothing.
 */
async function putBack({ queue, partitions: of }: Needs, job: KeptJob): Promise<RetriedJob> {
  const partition = { index: job.partition, of };
  const aside = await queue('quarantine', partition).getJob(job.job);
  if (!aside) return { is: 'over' };
  const data = { shard: 0, events: [packEvent(aside.data.event)] };
  await queue('events', partition).add('events', data, { jobId: `again-${job.id}`, delay: SECOND });
  await aside.remove();
  return { is: 'retried' };
}

const QueueName = z.enum(queueNames);

async function retryFailed(deps: Needs, job: KeptJob, by: By): Promise<RetriedJob> {
  const name = QueueName.safeParse(job.queue).data;
  if (!name) return { is: 'gone' };
  const partition = { index: job.partition, of: deps.partitions };
  const failed = await deps.queue(name, partition).getJob(job.job);
  if (!failed && job.retriedAt) return { is: 'over' };
  if (!failed && name === 'webhooks') return retryDelivery(deps, job.job, by);
  if (!failed) return addAgain(deps, job);
  if (!(await failed.isFailed())) return { is: 'under-way' };
  try {
    await failed.retry('failed', { resetAttemptsMade: true });
  } catch (error) {
    if (await failed.isFailed()) throw error;
    return { is: 'under-way' }; // somebody else was faster
  }
  return { is: 'retried' };
}

const EffectQueueName = z.enum(effectQueues);
const KeptEffect = z.custom<Effect>(
  (data) => z.looseObject({ kind: z.string(), guild: z.string() }).safeParse(data).success,
);

/** Redis was emptied since. Effects read what is wanted before they do anything, so they may be asked for at any time. */
async function addAgain(
  { queue, partitions: of }: Pick<Needs, 'queue' | 'partitions'>,
  job: KeptJob,
): Promise<RetriedJob> {
  const name = EffectQueueName.safeParse(job.queue).data;
  const effect = KeptEffect.safeParse(job.data).data;
  if (!name || !effect || !isWhole(job.data)) return { is: 'gone' };
  await queue(name, { index: job.partition, of }).add(job.name, effect, { jobId: job.job });
  return { is: 'retried' };
}
