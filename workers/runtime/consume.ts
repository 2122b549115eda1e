import { type Job, Worker } from 'bullmq';
import { type Partition, tag } from '../../shared/core/keys.ts';
import { type Jobs, type QueueName, workerDefaults } from '../../shared/core/queues.ts';
import type { Context } from '../context.ts';
import { faultOf } from './fault.ts';
import { isOutside } from './outside.ts';

export type JobOf<N extends QueueName> = Job<Jobs[N], void, string>;

/** What tests shorten and operators may want to change one day. Milliseconds. */
export interface Tuning {
  /** Jobs at once, over all partitions of this process. */
  concurrency?: number;
  /** Which partitions; all of them by default. */
  partitions?: Partition[];
  lockDuration?: number;
  stalledInterval?: number;
}

/** Stalls after which a single job is taken to kill its process. A deploy gone wrong may cause a few as well. */
export const mostStalls = 5;

export interface Running {
  /** Takes no more jobs, and waits for those under way. */
  close(): Promise<void>;
}

/** Works on a queue in every partition. What `handle` throws is retried as the job's options say. */
export function consume<N extends QueueName>(
  { log, redis, partitions: of }: Pick<Context, 'log' | 'redis' | 'partitions'>,
  name: N,
  { concurrency = 1, partitions = allPartitions(of), ...tuning }: Tuning,
  handle: (job: JobOf<N>, partition: Partition) => Promise<void>,
): Running {
  const options = {
    ...workerDefaults,
    ...tuning,
    concurrency: Math.ceil(concurrency / Math.max(1, partitions.length)),
  };
  const workers = partitions.map((partition) => {
    const worker = new Worker<Jobs[N], void, string>(name, (job) => handle(job, partition), {
      connection: redis,
      prefix: tag(partition),
      ...options,
    });
    worker.on('error', logFaults(log, name));
    worker.on('stalled', (job) => log.warn({ queue: name, job }, 'a job stalled and is done again'));
    worker.on('failed', (job, error) =>
      log.warn({ queue: name, job: job?.id, attempt: job?.attemptsMade, ...faultOf(error) }, 'job failed'),
    );
    return worker;
  });
  return { close: async () => void (await Promise.all(workers.map((worker) => worker.close()))) };
}

export function allPartitions(of: number): Partition[] {
  return Array.from({ length: of }, (_, index) => ({ index, of }));
}

/** For BullMQ's `error` events. A lost connection is logged once, by the connection itself. */
export function logFaults(log: Context['log'], queue: QueueName): (error: Error) => void {
  return (error) => log[isOutside(error) ? 'debug' : 'warn']({ err: error, queue }, 'queue');
}
