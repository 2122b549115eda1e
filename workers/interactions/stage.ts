import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { defer, deferUpdate } from './callback.ts';
import type { Question } from './question.ts';
import { lookUp, type Original, type Replyable } from './reply.ts';

/** From the question on; product and design §3.6: what takes longer is deferred. */
export const patience = SECOND;
/** Discord: a token is good for 15 minutes; the last one is kept for saying that it took too long. */
export const replyable = 14 * MINUTE;

/** How an interaction stands with Discord before anything is decided for it. */
export type Stage =
  /** Nobody acknowledged it, and the callback can still be the answer. */
  | { is: 'fresh' }
  | ({ is: 'acknowledged' } & Acknowledged)
  /** It cannot be answered, so nothing may be decided. */
  | { is: 'lost'; why: 'dropped' | 'expired' | 'late' };

/** Which message the original is, is not known yet where it was deferred just now. */
type Acknowledged = Omit<Original, 'message'> & { message: Original['message'] | undefined };

type Deps = Pick<Context, 'rest' | 'applicationId' | 'clock'>;
type Asked = Pick<Question, 'id' | 'token' | 'hidden' | 'on'>;

/**
 * Where a try begins. Past the patience it is acknowledged first and decided afterwards, so that nothing is decided
 * that cannot be told. A later try asks for the original reply first: where there is one, it goes on from there.
 * Whether the three seconds for a first reply are over is Discord's to say (`late`): our clock may be wrong by more.
 */
export async function begin(deps: Deps, question: Asked, attempt: number): Promise<Stage> {
  const age = ageOf(deps, question);
  if (age > replyable + MINUTE) return { is: 'lost', why: 'expired' };
  if (attempt === 0 && age < patience) return { is: 'fresh' };
  const original = attempt > 0 ? await lookUp(deps, question) : undefined;
  return original ? { is: 'acknowledged', ...original } : acknowledge(deps, question);
}

/** Defers; where another try of ours was first, goes on from what that one did. */
export async function acknowledge(deps: Deps, question: Asked): Promise<Stage> {
  const { on, hidden } = question;
  const heard = await (on ? deferUpdate(deps, question) : defer(deps, question, hidden));
  if (heard === 'done') return { is: 'acknowledged', message: on, hidden, waiting: on === undefined };
  return heard === 'already' ? resume(deps, question) : { is: 'lost', why: 'late' };
}

/** After Discord said that it is acknowledged already. */
export async function resume(deps: Deps, to: Replyable): Promise<Stage> {
  const original = await lookUp(deps, to);
  return original ? { is: 'acknowledged', ...original } : { is: 'lost', why: 'dropped' };
}

/** Milliseconds since Discord made the interaction. */
export function ageOf({ clock }: Pick<Context, 'clock'>, { id }: Pick<Replyable, 'id'>): number {
  return clock() - timeOf(id);
}
