import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { isOfStatement } from '../../shared/db/knex.ts';
import {
  beatEvery,
  beatForgetting,
  claimForgetting,
  failForgetting,
  finishForgetting,
  keepForgetStep,
  releaseForgetting,
} from '../../shared/privacy/forget-runs.ts';
import { beginning, type ForgetCursor, forgetUser } from '../../shared/privacy/forget-user.ts';
import type { ForgetRun } from '../../shared/privacy/model.ts';
import { type PendingCase, pendingCases } from '../../shared/privacy/pending.ts';
import type { Context } from '../context.ts';
import { faultOf } from '../runtime/fault.ts';
import { isOutside } from '../runtime/outside.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'queue' | 'partitions' | 'clock' | 'log'>;

const every = 3 * SECOND; // somebody waits for it, but not for long
const taken = 2 * SECOND;
const mostTries = 10; // of a statement that takes too long, or that Postgres refuses

/** Forgets users whom staff asked to forget, until closed: then the next worker goes on from there. */
export function runForgetting(deps: Deps): { close(): Promise<void> } {
  const stopping = new AbortController();
  const turn = { key: keys.forgetTurn(), name: 'look for users to forget', every, taken };
  const turns = takeTurns(deps, turn, async () => {
    await forgetNext(deps, stopping.signal);
  });
  return {
    async close() {
      stopping.abort();
      await turns.close();
    },
  };
}

/** One of those who are to be forgotten; false where there is none. Throws where Postgres or Redis is away. */
export async function forgetNext(deps: Deps, stopping: AbortSignal): Promise<boolean> {
  const run = await claimForgetting(deps);
  if (!run?.userId) return false;
  const lost = new AbortController();
  const beating = setInterval(() => {
    beatForgetting(deps, run).then(
      (mine) => mine || lost.abort(),
      (error: unknown) => deps.log.warn({ err: error, run: run.id }, 'a run that forgets has no beat'),
    );
  }, beatEvery);
  try {
    await goThrough(deps, run, AbortSignal.any([stopping, lost.signal]));
  } catch (error) {
    if (lost.signal.aborted) return true;
    const passes = isOutside(error) && !(isOfStatement(error) && run.tries >= mostTries);
    if (stopping.aborted || passes) await releaseForgetting(deps, run, null);
    if (stopping.aborted) return true;
    if (passes) throw error;
    deps.log.error({ ...faultOf(error), run: run.id }, 'a user could not be forgotten');
    await failForgetting(deps, run, `${faultOf(error).fault}: see the log of the workers`);
  } finally {
    clearInterval(beating);
  }
  return true;
}

async function goThrough(deps: Deps, run: ForgetRun, signal: AbortSignal): Promise<void> {
  const { userId, pseudonym, names, actedAs } = run;
  if (!userId) return;
  const [pending] = await pendingCases(deps, userId);
  if (pending) return releaseForgetting(deps, run, whyOf(pending));
  const from = cursorOf(run);
  const who = { user: userId, pseudonym, names: names ?? [], actedAs: actedAs ?? [] };
  for await (const step of forgetUser(deps, who, { from, clock: deps.clock, signal }))
    if (await keepForgetStep(deps, run, step)) run.tries = 0;
    else return;
  const [opened] = await pendingCases(deps, userId);
  if (!opened) return finishForgetting(deps, run);
  const cursor: ForgetCursor = { at: 'erasures', next: 0, since: deps.clock() };
  if (await keepForgetStep(deps, run, { cursor, changed: 0 }))
    await releaseForgetting(deps, run, whyOf(opened));
}

function whyOf({ number }: PendingCase): string {
  return `Case ${number} is not over for Discord yet.`;
}

/** What this very code kept; of an older version's the beginning, which harms nothing. */
function cursorOf({ cursor }: ForgetRun): ForgetCursor {
  const places = ['members', 'namesakes', 'erasures', 'jobs', 'hours', 'audit', 'profile'];
  const known = typeof cursor === 'object' && cursor !== null && 'at' in cursor;
  return known && places.includes(String(cursor.at)) ? (cursor as ForgetCursor) : beginning;
}
