import { DelayedError } from 'bullmq';
import { MINUTE } from '../../shared/core/clock.ts';
import {
  type Effect,
  type EffectQueue,
  effectQueues,
  openQueues,
  workerDefaults,
} from '../../shared/core/queues.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { saveFailure } from '../../shared/effects/store.ts';
import type { Context } from '../context.ts';
import { consume, type JobOf, mostStalls, type Running, type Tuning } from '../runtime/consume.ts';
import { faultOf } from '../runtime/fault.ts';
import { keepEnd } from './keep-end.ts';
import type { EffectDeps, EffectOf, Follow, Kind, Kinds } from './kind.ts';
import { type Outcome, readFault } from './outcome.ts';
import { giveUp, perform } from './perform.ts';
import { type Refusals, rememberRefusals } from './refusals.ts';

export type Core = Pick<
  Context,
  'log' | 'metrics' | 'redis' | 'partitions' | 'clock' | 'db' | 'rest' | 'recorder'
>;
type Deps = Core & EffectDeps;
type Asked = JobOf<EffectQueue>;
type Refused = Extract<Outcome, { is: 'refused' }>;

/** Effects at once. Most of them wait: for the budget, a bucket, or Discord. */
export const slotsOf = { punishments: 64, deletions: 32, effects: 64, logs: 64 } as const satisfies Record<
  EffectQueue,
  number
>;
const heldFor = MINUTE;
const killer: Refused = { is: 'refused', status: 0, code: 'bug', why: 'it kills the process that tries it' };

/**
 * Does effects until closed. `context.rest` must be under the shared budget. What may still succeed waits in the
 * queue without counting as an attempt; what will not is written down, and its job ends, so that the same effect can
 * be asked for again.
 */
export function runEffects(
  context: Core,
  kinds: Kinds,
  { queues: names = effectQueues, ...tuning }: Tuning & { queues?: readonly EffectQueue[] } = {},
): Running {
  const refusals = rememberRefusals();
  const complain = oncePer(heldFor, context.clock, (why: string) =>
    context.log.error(`effects wait: ${why}`),
  );
  const queues = openQueues(context.redis, context.log);
  const deps = { ...context, queue: queues.queue };
  const follow: Follow = (next) => queueEffects(deps, [next]);
  async function handle(job: Asked): Promise<void> {
    const { kind } = job.data;
    if (job.stalledCounter >= mostStalls) return abandon(deps, kinds, job, killer);
    const outcome = await attempt({ ...deps, follow }, kinds, refusals, job);
    refusals.note(job.data, outcome);
    context.metrics.effects.inc({ kind, outcome: outcome.is });
    if (outcome.is === 'refused') await note(context, job, outcome);
    else await keepEnd(context, job, outcome);
    if (outcome.is === 'held') complain(outcome.why);
    if (outcome.is === 'held') await waitInQueue(job, heldFor * (1 + Math.random() / 4));
    if (outcome.is === 'waits') await waitInQueue(job, notSooner(job, outcome.after));
    if (outcome.is === 'later') await tryLater(deps, kinds, job, outcome);
    if (outcome.is === 'bug') await tryAgain(deps, kinds, job, outcome.error);
  }
  const running = names.map((name) =>
    consume(context, name, { concurrency: slotsOf[name], ...tuning }, handle),
  );
  return {
    async close() {
      await Promise.all(running.map((each) => each.close()));
      await queues.close();
    },
  };
}

async function attempt(
  context: Deps & { follow: Follow },
  kinds: Kinds,
  refusals: Refusals,
  { data, timestamp, attemptsStarted }: Asked,
): Promise<Outcome> {
  const known = refusals.covers(data);
  if (known) return spare(context, kinds, data, known);
  if (lateness(context, kinds, data.kind, { effect: data, asked: timestamp }) > 0) return { is: 'late' };
  return perform(context, kinds, data.kind, data, attemptsStarted > 1);
}

/** Ends as the one that Discord refused in the same place. */
async function spare(context: Deps, kinds: Kinds, effect: Effect, known: Refused): Promise<Outcome> {
  try {
    await giveUp(context, kinds, effect.kind, effect, known);
    return { is: 'spared' };
  } catch (error) {
    return readFault(error, []);
  }
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
  context: Deps,
  kinds: Kinds,
  job: Asked,
  { after, why }: Extract<Outcome, { is: 'later' }>,
): Promise<void> {
  const wait = notSooner(job, after);
  const late = lateness(context, kinds, job.data.kind, { effect: job.data, asked: job.timestamp });
  if (late + wait > 0)
    return abandon(context, kinds, job, { is: 'refused', status: 0, code: 'expired', why });
  await waitInQueue(job, wait);
}

/** Milliseconds; longer, the more often it was begun. */
function notSooner({ attemptsStarted }: Asked, after = 0): number {
  return Math.max(after, workerDefaults.settings.backoffStrategy(attemptsStarted));
}

/** A bug is tried as often as the job's options say: it may depend on what else is going on. */
async function tryAgain(context: Deps, kinds: Kinds, job: Asked, error: unknown): Promise<void> {
  if (job.attemptsMade + 1 < (job.opts.attempts ?? 1)) throw error;
  const fault = faultOf(error);
  context.log.error({ job: job.id, ...fault }, 'effect abandoned');
  await abandon(context, kinds, job, { is: 'refused', status: 0, code: 'bug', why: fault.fault });
}

async function abandon(context: Deps, kinds: Kinds, job: Asked, end: Refused): Promise<void> {
  await giveUp(context, kinds, job.data.kind, job.data, end);
  await note(context, job, end);
}

async function note(context: Core, job: Asked, end: Refused): Promise<void> {
  const { db, log } = context;
  const { status, code, why } = end;
  const { kind, guild } = job.data;
  log.warn({ job: job.id, kind, guild, status, code }, 'effect refused');
  await saveFailure({ db }, { job: job.id ?? '', guildId: guild, effect: job.data, status, code, why });
  await keepEnd(context, job, end);
}

/** BullMQ's way of putting a job back: move it, to a time by the system's clock, then say so by throwing. */
async function waitInQueue(job: Asked, milliseconds: number): Promise<never> {
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
