import { UnrecoverableError } from 'bullmq';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import type { Context } from '../context.ts';
import { consume, mostStalls, type Running, type Tuning } from '../runtime/consume.ts';
import { faultOf } from '../runtime/fault.ts';
import { isOutside } from '../runtime/outside.ts';

type Deps = Pick<Context, 'db' | 'log' | 'metrics' | 'redis' | 'partitions'>;

const inserts = { concurrency: 2 }; // one is with Postgres while the next is read

/** Keeps what was recorded, until closed. While Postgres is away it waits in its queue. */
export function runRecords(context: Deps, tuning: Tuning = {}): Running {
  const partitions = [{ index: 0, of: context.partitions }];
  return consume(context, 'records', { ...inserts, partitions, ...tuning }, async (job) => {
    if (job.stalledCounter >= mostStalls) throw new UnrecoverableError('kills its process');
    const { kind, rows } = job.data;
    try {
      const { dropped } = await keepRecords(context, kind, rows);
      if (dropped > 0) context.metrics.records.inc({ kind, fate: 'dropped' }, dropped);
    } catch (error) {
      if (isOutside(error)) throw error;
      context.log.error({ records: kind, job: job.id, ...faultOf(error) }, 'records could not be kept');
      throw new UnrecoverableError(faultOf(error).fault);
    }
  });
}
