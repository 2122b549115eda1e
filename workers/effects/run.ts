import { DelayedError } from 'bullmq';
import { MINUTE } from '../../shared/core/clock.ts';
import { openQueues, workerDefaults } from '../../shared/core/queues.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { saveFailure } from '../../shared/effects/store.ts';
import type { Context } from '../context.ts';
import { consume, type JobOf, mostStalls, type Running, type Tuning } from '../runtime/consume.ts';
import { faultOf } from '../runtime/fault.ts';
import type { EffectOf, Follow, Kind, Kinds } from './kind.ts';
import type { Outcome } from './outcome.ts';
import { giveUp, perform } from './perform.ts';
import { queueEffects } from './planned.ts';
import { type Refusals, rememberRefusals } from './refusals.ts';

type Core = Pick<Context, 'log' | 'metrics' | 'redis' | 'partitions' | 'clock' | 'db' | 'rest'>;
type Refused = Extract<Outcome, { is: 'refused' }>;

const atOnce = { concurrency: 64 }; // most of them wait: for the budget, a bucket, or Discord
const heldFor = MINUTE;
const killer: Refused = { is: 'refused', status: 0, code: 'bug', why: 'it kills the process that tries it' };

/**
 * Does effects until closed. `context.rest` must be under the shared budget. What may still succeed waits in the
 * queue without counting as an attempt; what will not is written down, and its job ends, so that the same effect can
 * be asked for again.
 */
export function runEffects(context: Core, kinds: Kinds, tuning: Tuning = {}): Running {
  const refusals = rememberRefusals();
  const complain = oncePer(heldFor, context.clock, (why: string) =>
    context.log.error(`effects wait: ${why}`),
  );
  const queues = openQueues(context.redis, context.log);
  const follow: Follow = (next) => queueEffects({ ...context, queue: queues.queue }, [next]);
  const running = consume(context, 'effects', { ...atOnce, ...tuning }, async (job) => {
    const { kind } = job.data;
    if (job.stalledCounter >= mostStalls) return abandon(context, kinds, job, killer);
    const outcome = await attempt({ ...context, follow }, kinds, refusals, job);
    refusals.note(job.data, outcome);
    context.metrics.effects.inc({ kind, outcome: outcome.is });
    if (outcome.is === 'refused') await note(context, job, outcome);
    if (outcome.is === 'held') complain(outcome.why);
    if (outcome.is === 'held') await waitInQueue(job, heldFor * (1 + Math.random() / 4));
    if (outcome.is === 'later') await tryLater(context, kinds, job, outcome);
    if (outcome.is === 'bug') await tryAgain(context, kinds, job, outcome.error);
  });
  return {
    async close() {
      await running.close();
      await queues.close();
    },
  };
}

async function attempt(
  context: Core & { follow: Follow },
  kinds: Kinds,
  refusals: Refusals,
  { data, timestamp }: JobOf<'effects'>,
): Promise<Outcome> {
  if (refusals.covers(data)) return { is: 'spared' };
  if (lateness(context, kinds, data.kind, { effect: data, asked: timestamp }) > 0) return { is: 'late' };
  return perform(context, kinds, data.kind, data);
}

/** Milliseconds past the patience of its kind; below 0 there is time left. */
function lateness<K extends Kind>(
  { clock }: Core,
  kinds: Kinds,
  kind: K,
  { effect, asked }: { effect: EffectOf<K>; asked: number },
): number {
  const { patience, about } = kinds[kind];
  return clock() - (about ? timeOf(about(effect)) : asked) - patience;
}

async function tryLater(
  context: Core,
  kinds: Kinds,
  job: JobOf<'effects'>,
  { after, why }: Extract<Outcome, { is: 'later' }>,
): Promise<void> {
  const wait = Math.max(after ?? 0, workerDefaults.settings.backoffStrategy(job.attemptsStarted));
  const late = lateness(context, kinds, job.data.kind, { effect: job.data, asked: job.timestamp });
  if (late + wait > 0)
    return abandon(context, kinds, job, { is: 'refused', status: 0, code: 'expired', why });
  await waitInQueue(job, wait);
}

/** A bug is tried as often as the job's options say: it may depend on what else is going on. */
async function tryAgain(context: Core, kinds: Kinds, job: JobOf<'effects'>, error: unknown): Promise<void> {
  if (job.attemptsMade + 1 < (job.opts.attempts ?? 1)) throw error;
  const fault = faultOf(error);
  context.log.error({ job: job.id, ...fault }, 'effect abandoned');
  await abandon(context, kinds, job, { is: 'refused', status: 0, code: 'bug', why: fault.fault });
}

async function abandon(context: Core, kinds: Kinds, job: JobOf<'effects'>, end: Refused): Promise<void> {
  await giveUp(context, kinds, job.data.kind, job.data, end);
  await note(context, job, end);
}

async function note({ db, log }: Core, job: JobOf<'effects'>, { status, code, why }: Refused): Promise<void> {
  const { kind, guild } = job.data;
  log.warn({ job: job.id, kind, guild, status, code }, 'effect refused');
  await saveFailure({ db }, { job: job.id ?? '', guildId: guild, effect: job.data, status, code, why });
}

/** BullMQ's way of putting a job back: move it, to a time by the system's clock, then say so by throwing. */
async function waitInQueue(job: JobOf<'effects'>, milliseconds: number): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.ceil(milliseconds), job.token);
  throw new DelayedError();
}

function oncePer<A>(period: number, clock: () => number, say: (what: A) => void): (what: A) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (what) => {
    if (clock() - last < period) return;
    last = clock();
    say(what);
  };
}
