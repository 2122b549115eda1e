import type { JobRecord } from '../../shared/analytics/records.ts';
import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import type { AnyEnvelope } from '../../shared/core/events.ts';
import type { Partition } from '../../shared/core/keys.ts';
import { recordOf } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import type { Refused } from './batch.ts';
import { describeError, faultOf } from './fault.ts';

const kept = 7 * DAY; // events quote what members wrote
const atOnce = 1_000; // jobs removed with one call

type Deps = Pick<Context, 'log' | 'metrics' | 'queue'>;

/**
 * Sets events of a batch aside, with what happened, for people to look at. The same event is kept once. `queuedAt`: when
 * the batch was, in milliseconds since 1970, so that a batch which is done again records them once.
 */
export async function quarantine(
  { log, metrics, queue, recorder }: Deps & Pick<Context, 'recorder'>,
  partition: Partition,
  refused: Refused[],
  queuedAt: number,
): Promise<void> {
  if (refused.length === 0) return;
  await queue('quarantine', partition).addBulk(
    refused.map(({ event, error }) => ({
      name: event.t,
      data: { event, error: describeError(error) },
      opts: { jobId: jobIdOf(event), timestamp: queuedAt }, // of the record too (workers/jobs/set-aside.ts)
    })),
  );
  for (const { event, error } of refused) {
    const aside = { id: jobIdOf(event), name: event.t, event, why: describeError(error), queuedAt };
    recorder.job(recordSetAside(partition, aside));
    metrics.quarantined.inc({ type: event.t });
    log.error({ type: event.t, event: event.id, ...faultOf(error) }, 'event quarantined');
  }
}

/** The same whether it is made where the event was set aside or, after that was killed, of what lies there. */
export function recordSetAside(
  partition: Partition,
  {
    id,
    name,
    event,
    why,
    queuedAt: at,
  }: { id: string; name: string; event: unknown; why: string; queuedAt: number },
): JobRecord {
  const job = { queueName: 'quarantine', id, name, data: { event }, attemptsStarted: 1 };
  return recordOf(job, partition, { outcome: 'quarantined', why, at });
}

/**
 * Removes what is older than a week, now and every hour: nothing processes what was set aside, and BullMQ looks at failed jobs
 * only when the next one fails.
 */
export function keepShort({ log, queue }: Deps, partitions: Partition[]): { stop(): Promise<void> } {
  const clean = () =>
    Promise.all(
      partitions.flatMap((each) => [
        queue('quarantine', each).clean(kept, atOnce, 'wait'),
        ...queueNames.map((name) => queue(name, each).clean(kept, atOnce, 'failed')),
      ]),
    ).then(
      () => {},
      (error: unknown) => log.warn(faultOf(error), 'quarantine and failed jobs could not be cleaned'),
    );
  let cleaning = clean();
  const timer = setInterval(() => {
    cleaning = clean();
  }, HOUR);
  return {
    stop() {
      clearInterval(timer);
      return cleaning;
    },
  };
}

/** By natural identity, so that a replay finds it there. BullMQ reads colons as its own. */
export function jobIdOf({ t, id }: Pick<AnyEnvelope, 't' | 'id'>): string {
  return `${t}-${id}`.replaceAll(':', '-');
}
