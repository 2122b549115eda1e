import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { defer, lookUp, type Original, type Replyable } from './reply.ts';

/** From the question on; product and design §3.6: what takes longer is deferred. */
export const patience = SECOND;
/** Discord: a token is good for 15 minutes; the last one is kept for saying that it took too long. */
export const replyable = 14 * MINUTE;

/** How an interaction stands with Discord before anything is decided for it. */
export type Stage =
  /** Nobody acknowledged it, and the callback can still be the answer. */
  | { is: 'fresh' }
  | ({ is: 'acknowledged' } & Original)
  /** It cannot be answered, so nothing may be decided. */
  | { is: 'lost'; why: 'dropped' | 'expired' | 'late' };

type Deps = Pick<Context, 'rest' | 'applicationId' | 'clock'>;

/**
 * Where a try begins. Past the patience it is acknowledged first and decided afterwards, so that nothing is decided
 * that cannot be told. A later try asks for the original reply first: where there is one, it goes on from there.
 * Whether the three seconds for a first reply are over is Discord's to say (`late`): our clock may be wrong by more.
 */
export async function begin(deps: Deps, to: Replyable, attempt: number, hidden: boolean): Promise<Stage> {
  const age = ageOf(deps, to);
  if (age > replyable + MINUTE) return { is: 'lost', why: 'expired' };
  if (attempt === 0 && age < patience) return { is: 'fresh' };
  const original = attempt > 0 ? await lookUp(deps, to) : undefined;
  return original ? { is: 'acknowledged', ...original } : acknowledge(deps, to, hidden);
}

/** Defers; where another try of ours was first, goes on from what that one did. */
export async function acknowledge(deps: Deps, to: Replyable, hidden: boolean): Promise<Stage> {
  const heard = await defer(deps, to, hidden);
  if (heard === 'done') return { is: 'acknowledged', hidden, waiting: true };
  return heard === 'already' ? resume(deps, to) : { is: 'lost', why: 'late' };
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
