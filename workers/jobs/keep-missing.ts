import type { Job } from 'bullmq';
import type { JobRecord } from '../../shared/analytics/records.ts';
import type { Partition } from '../../shared/core/keys.ts';
import type { QueueName } from '../../shared/core/queues.ts';
import { findKept } from '../../shared/jobs/list.ts';
import type { EndedJob } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';

export interface Place {
  queue: QueueName;
  partition: Partition;
}

/** A job that a list of BullMQ has. */
export interface Ended {
  /** Of the row that is kept of it. */
  id: string;
  job: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type Found = EndedJob & Pick<Job, 'failedReason' | 'stacktrace'>;
type RecordOf = (job: Found, ended: Ended) => JobRecord;

const readAtOnce = 20; // of a megabyte each, at the worst

/**
 * Hands those to the recorder that are not kept yet; none of them is older than `since`. Answers how many were missing, and
 * which of them were handed over: the others were retried, or removed, since they were listed.
 */
export async function keepMissing(
  deps: Pick<Context, 'db' | 'queue' | 'recorder'>,
  place: Place,
  ended: readonly Ended[],
  since: number,
  record: RecordOf,
): Promise<{ missing: number; handed: Ended[] }> {
  const kept = await findKept(
    deps,
    ended.map(({ id }) => id),
    new Date(since),
  );
  const missing = ended.filter(({ id }) => !kept.has(id));
  const handed: Ended[] = [];
  for (let from = 0; from < missing.length; from += readAtOnce) {
    const few = missing.slice(from, from + readAtOnce);
    const found = await Promise.all(few.map((each) => keep(deps, place, each, record)));
    handed.push(...few.filter((_, index) => found[index]));
  }
  return { missing: missing.length, handed };
}

async function keep(
  { queue, recorder }: Pick<Context, 'queue' | 'recorder'>,
  place: Place,
  ended: Ended,
  record: RecordOf,
): Promise<boolean> {
  const job = await queue(place.queue, place.partition).getJob(ended.job);
  if (!job) return false;
  recorder.job(record(job, ended));
  return true;
}
