import { setTimeout as after } from 'node:timers/promises';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { attemptAnswer, fail, type Outcome } from './outcome.ts';
import { type Question, wordsFor } from './question.ts';
import { edit, hide, show } from './reply.ts';
import { goOn } from './sequel.ts';
import { acknowledge, ageOf, begin, patience, replyable, resume, type Stage } from './stage.ts';

type Deps = Pick<Context, 'rest' | 'applicationId' | 'clock' | 'log'>;

/** What became of a question, for the counters. */
export type Fate = Outcome['is'] | 'dropped' | 'expired' | 'late' | 'gone';

/**
 * Runs a question and answers it: by the callback where that is soon enough, else deferred and edited. Running it
 * again, or twice at once, leaves one visible answer. Rejects where another try may succeed.
 */
export async function answerQuestion(deps: Deps, question: Question, attempt: number): Promise<Fate> {
  const stage = await begin(deps, question, attempt, question.hidden);
  if (stage.is === 'lost') {
    const { id: interaction, command } = question;
    deps.log.warn({ interaction, command, why: stage.why, age: ageOf(deps, question) }, 'not answered');
    return stage.why;
  }
  const running = attemptAnswer(deps.log, question);
  if (stage.is === 'acknowledged') return conclude(deps, question, stage, await running);
  const soon = await within(Math.min(patience, patience - ageOf(deps, question)), running);
  if (soon) return conclude(deps, question, stage, soon);
  const [later, outcome] = await Promise.all([acknowledge(deps, question, question.hidden), running]);
  return conclude(deps, question, later, outcome);
}

async function conclude(deps: Deps, question: Question, stage: Stage, outcome: Outcome): Promise<Fate> {
  if (outcome.is === 'away') return postpone(deps, question, stage, outcome);
  try {
    const fate = await tell(deps, question, stage, outcome);
    if (outcome.is === 'shown' && outcome.sequel && fate === 'shown') goOn(deps, question, outcome.sequel);
    return fate;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unexpected') throw error;
    return tell(deps, question, stage, fail(deps.log, question, error));
  }
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
  if (stage.is === 'fresh' || (stage.is === 'acknowledged' && stage.waiting))
    await tell(deps, question, stage, outcome);
  throw outcome.error;
}

async function tell(deps: Deps, question: Question, stage: Stage, outcome: Outcome): Promise<Fate> {
  if (stage.is === 'lost') return stage.why;
  const hidden = question.hidden || outcome.is === 'refused' || outcome.is === 'failed';
  if (stage.is === 'fresh') {
    const heard = await show(deps, question, outcome.message, hidden);
    if (heard === 'already') return tell(deps, question, await resume(deps, question), outcome);
    return heard === 'done' ? outcome.is : 'late';
  }
  const put = hidden && !stage.hidden ? hide : edit;
  const heard = await put(deps, question, outcome.message);
  return heard === 'done' ? outcome.is : 'gone';
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
