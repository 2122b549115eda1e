import { UnrecoverableError } from 'bullmq';
import type { AnyEnvelope, Envelope } from '../../shared/core/events.ts';
import { keys, type Partition } from '../../shared/core/keys.ts';
import type { Jobs, QueueName } from '../../shared/core/queues.ts';
import { packEvent } from '../../shared/core/wire.ts';
import type { Context } from '../context.ts';
import { handleBatch } from './batch.ts';
import { allPartitions, consume, type JobOf, mostStalls, type Running, type Tuning } from './consume.ts';
import { faultOf } from './fault.ts';
import type { Routes } from './handler.ts';
import { isOutside } from './outside.ts';
import { keepShort, quarantine } from './quarantine.ts';
import { tally } from './tally.ts';
import { findKiller, tryOneByOne } from './trial.ts';
import { openTurns } from './turns.ts';
import { unpackBatch } from './unpack.ts';

type Core = Pick<Context, 'log' | 'metrics' | 'redis' | 'partitions' | 'queue' | 'tallies' | 'recorder'>;

const batches = { concurrency: 4 }; // batches of up to 256 events; more only adds waiting on the same rows
const chunks = { concurrency: 2 }; // one is with Postgres while the next is read
const answers = { concurrency: 32 }; // interactions; each mostly waits for Postgres or Discord
const suspicious = 2; // stalls after which a batch is taken to kill its process

/** Handles batches of events until closed. One bad event never fails its batch, nor keeps a process down. */
export function runEvents<C extends Core>(context: C, routes: Routes<C>, tuning: Tuning = {}): Running {
  const turns = openTurns();
  const cleaning = keepShort(context, tuning.partitions ?? allPartitions(context.partitions));
  const consuming = consume(context, 'events', { ...batches, ...tuning }, (job, partition) =>
    job.stalledCounter < suspicious
      ? turns.share(() => together(context, routes, job, partition))
      : turns.alone(() => oneByOne(context, routes, job, partition)),
  );
  return { close: async () => void (await Promise.all([cleaning.stop(), consuming.close()])) };
}

async function together<C extends Core>(
  context: C,
  routes: Routes<C>,
  job: JobOf<'events'>,
  partition: Partition,
): Promise<void> {
  const { events, unreadable } = unpackBatch(job);
  letGo(job, { shard: 0, events: [] });
  const refused = await handleBatch(context, routes, { events, attempt: attemptOf(job) });
  await quarantine(context, partition, [...unreadable, ...refused], job.timestamp);
  count(context, events);
}

/**
 * Takes what a job carries off it once that was read. BullMQ's list of jobs links each to the next, so a collected one still holds
 * all later ones in the eyes of V8's scavenger, which would copy every message twice: a third of a worker's time.
 */
function letGo<N extends QueueName>(job: JobOf<N>, data: Jobs[N]): void {
  job.data = data;
}

async function oneByOne<C extends Core>(
  context: C,
  routes: Routes<C>,
  job: JobOf<'events'>,
  partition: Partition,
): Promise<void> {
  const key = keys.trial(partition, job.id ?? '');
  const { events: all, unreadable } = unpackBatch(job);
  let events = all;
  const killers = await findKiller(context, key, events);
  const aside = [...unreadable, ...killers];
  if (aside.length > 0) {
    await quarantine(context, partition, aside, job.timestamp);
    events = events.filter((event) => killers.every((killer) => killer.event !== event));
    await job.updateData({ ...job.data, events: events.map(packEvent) });
  }
  const refused = await tryOneByOne(context, routes, key, { events, attempt: attemptOf(job) });
  await quarantine(context, partition, refused, job.timestamp);
  count(context, events);
}

/** Saves chunks of members until closed. They wait beside the events, so that a large guild holds up no message. */
export function runMembers<C extends Core>(
  context: C,
  save: (context: C, envelope: Envelope<'GUILD_MEMBERS_CHUNK'>) => Promise<void>,
  tuning: Tuning = {},
): Running {
  return consume(context, 'members', { ...chunks, ...tuning }, async (job) => {
    if (job.stalledCounter >= mostStalls) throw new UnrecoverableError('kills its process');
    const { data: chunk } = job;
    letGo(job, { ...chunk, d: { ...chunk.d, members: [] } });
    await save(context, chunk);
    context.metrics.events.inc({ type: chunk.t });
  });
}

/** Answers interactions until closed. A fault that is not outside is not retried: nobody waits that long. */
export function runInteractions<C extends Core>(
  context: C,
  handle: (
    context: C,
    envelope: Envelope<'INTERACTION_CREATE'>,
    { attempt }: { attempt: number },
  ) => Promise<void>,
  tuning: Tuning = {},
): Running {
  return consume(context, 'interactions', { ...answers, ...tuning }, async (job) => {
    if (job.stalledCounter >= mostStalls) throw new UnrecoverableError('kills its process');
    try {
      await handle(context, job.data, { attempt: attemptOf(job) });
      context.metrics.events.inc({ type: job.data.t });
    } catch (error) {
      if (isOutside(error)) throw error;
      context.log.error({ interaction: job.data.id, ...faultOf(error) }, 'interaction failed');
      throw new UnrecoverableError(faultOf(error).fault);
    }
  });
}

/** Counts every start, also those after a stall, which BullMQ's `attemptsMade` leaves out. */
function attemptOf({ attemptsStarted }: { attemptsStarted: number }): number {
  return Math.max(0, attemptsStarted - 1);
}

function count(context: Pick<Context, 'metrics' | 'tallies'>, events: AnyEnvelope[]): void {
  tally(context, events);
  const counts = new Map<string, number>();
  for (const { t } of events) counts.set(t, (counts.get(t) ?? 0) + 1);
  for (const [type, number] of counts) context.metrics.events.inc({ type }, number);
}
