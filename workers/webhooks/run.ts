import type { JobRecord } from '../../shared/analytics/records.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { type JobEnd, recordOf } from '../../shared/jobs/record.ts';
import { findDue, giveUpOld, giveUpUnanswered, leaseDue } from '../../shared/webhooks/due.ts';
import type { WebhookDelivery } from '../../shared/webhooks/model.ts';
import { giveUp } from '../../shared/webhooks/outcome.ts';
import type { Context } from '../context.ts';
import { consume, mostStalls, type Running, type Tuning } from '../runtime/consume.ts';
import { type Attempted, type DeliverDeps, deliver } from './deliver.ts';

type Deps = DeliverDeps & Pick<Context, 'log' | 'redis' | 'queue' | 'partitions' | 'recorder'>;

const slots = 128; // at once; most of them wait for somebody else's server
const every = SECOND;
const taken = 0.9 * SECOND;

/** Tells webhooks what they are to be told, until closed: every second what is due is queued, and each job tries once. */
export function runWebhooks(
  deps: Deps,
  { every: pause = every, ...tuning }: Tuning & { every?: number } = {},
): Running {
  const partitions = [{ index: 0, of: deps.partitions }];
  const consumer = consume(deps, 'webhooks', { concurrency: slots, partitions, ...tuning }, async (job) => {
    const { delivery } = job.data;
    if (job.stalledCounter >= mostStalls) {
      const ended = await giveUp(deps, delivery, 'It kills the process that tries it.', deps.clock());
      if (ended) deps.recorder.job(recordGivenUp(ended));
      return;
    }
    const attempted = await deliver(deps, delivery);
    if (!attempted || attempted.state === 'wanted') return;
    deps.recorder.job(recordAttempted(attempted, deps.clock()));
    if (attempted.state === 'failed')
      deps.log.warn({ delivery, ...attempted.answer }, 'a webhook could not be told');
  });
  const turn = {
    key: keys.webhooksTurn(),
    name: 'look for webhooks to be told',
    every: pause,
    taken: Math.min(taken, pause),
  };
  const turns = takeTurns(deps, turn, () => queueDue(deps));
  return {
    async close() {
      await turns.close();
      await consumer.close();
    },
  };
}

/** What is due goes into the queue, each attempt once. */
export async function queueDue(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'partitions' | 'recorder'>,
): Promise<void> {
  const now = deps.clock();
  for (const giveUpSome of [giveUpOld, giveUpUnanswered])
    for (const ended of await giveUpSome(deps, now)) deps.recorder.job(recordGivenUp(ended));
  const due = await findDue(deps, now);
  if (due.length === 0) return;
  await leaseDue(deps, due, now);
  await deps.queue('webhooks', { index: 0, of: deps.partitions }).addBulk(
    due.map(({ id, attempts }) => ({
      name: 'deliver',
      data: { delivery: id },
      opts: { jobId: jobOf(id, attempts) },
    })),
  );
}

/** As web/retry-delivery.ts takes it apart. */
const jobOf = (delivery: string, attempts: number) => `${delivery}-${attempts}`;

/** For the search of jobs: found by every id in what was sent. */
function recordAttempted({ delivery, state, answer, body }: Attempted, at: number): JobRecord {
  const why = answer.why ?? `Status ${answer.status}`;
  const end = state === 'delivered' ? { outcome: 'done' as const } : { outcome: 'failed' as const, why };
  return recordEnd(delivery, body === undefined ? undefined : JSON.parse(body), { ...end, at });
}

/** Of what ended without an attempt. */
function recordGivenUp(delivery: WebhookDelivery): JobRecord {
  const why = delivery.answer ?? `Status ${delivery.status}`;
  return recordEnd(delivery, delivery.body, { outcome: 'failed', why, at: delivery.changedAt.getTime() });
}

/** `delivery` as it was before. */
function recordEnd(
  { id, event: name, attempts, guildId: guild }: WebhookDelivery,
  body: unknown,
  end: JobEnd,
) {
  const job = { queueName: 'webhooks', id: jobOf(id, attempts), name, data: body ?? { guild } };
  return recordOf({ ...job, attemptsStarted: attempts + 1 }, { index: 0, of: 1 }, end);
}
