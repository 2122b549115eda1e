import { setTimeout as after } from 'node:timers/promises';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import type { Sequel } from './answer.ts';
import { attemptAnswer, fail, type Outcome } from './outcome.ts';
import { type Question, wordsFor } from './question.ts';
import { goOn } from './sequel.ts';
import { acknowledge, ageOf, begin, patience, replyable, type Stage } from './stage.ts';
import { type Fate, isAwaiting, tell } from './tell.ts';

type Deps = Pick<Context, 'rest' | 'applicationId' | 'clock' | 'log' | 'redis'>;

/**
 * Runs a question and answers it: by the callback where that is soon enough, else deferred and edited. Running it
 * again, or twice at once, leaves one visible answer. Rejects where another try may succeed.
 */
export async function answerQuestion(deps: Deps, question: Question, attempt: number): Promise<Fate> {
  const stage = await begin(deps, question, attempt);
  if (stage.is === 'lost') {
    const { id: interaction, command } = question;
    deps.log.warn({ interaction, command, why: stage.why, age: ageOf(deps, question) }, 'not answered');
    return stage.why;
  }
  const running = attemptAnswer(deps.log, question);
  if (stage.is === 'acknowledged') return conclude(deps, question, stage, await running);
  const soon = await within(Math.min(patience, patience - ageOf(deps, question)), running);
  if (soon) return conclude(deps, question, stage, soon);
  const [later, outcome] = await Promise.all([acknowledge(deps, question), running]);
  return conclude(deps, question, later, outcome);
}

async function conclude(deps: Deps, question: Question, stage: Stage, outcome: Outcome): Promise<Fate> {
  if (outcome.is === 'away') return postpone(deps, question, stage, outcome);
  try {
    const fate = await tell(deps, question, stage, outcome);
    if (fate === outcome.is && hasSequel(question, outcome)) goOn(deps, question, outcome.sequel);
    return fate;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unexpected') throw error;
    return tell(deps, question, stage, fail(deps.log, question, error));
  }
}

/** What it puts in the answer's place goes into the original reply, which must be the answer. */
function hasSequel({ on }: Question, outcome: Outcome): outcome is Outcome & { sequel: Sequel } {
  const isOriginal = outcome.is === 'updated' || (outcome.is === 'shown' && !on);
  return isOriginal && outcome.sequel !== undefined;
}

/**
 * Postgres is away, or another part: says once that it is being processed, and leaves the rest to the next try, for as
 * long as Discord takes an answer.
 */
async function postpone(
  deps: Deps,
  question: Question,
  stage: Stage,
  outcome: Extract<Outcome, { is: 'away' }>,
): Promise<Fate> {
  if (ageOf(deps, question) > replyable) {
    const message = { content: wordsFor(question).unsure };
    await tell(deps, question, stage, { ...outcome, message });
    return 'expired';
  }
  if (isAwaiting(stage, question)) await tell(deps, question, stage, outcome);
  throw outcome.error;
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  const late = after(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
