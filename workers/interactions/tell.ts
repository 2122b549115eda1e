import type { Context } from '../context.ts';
import { openForm, show, update } from './callback.ts';
import type { Outcome } from './outcome.ts';
import type { Question } from './question.ts';
import type { Heard } from './refusals.ts';
import { edit, hide, tellOnce } from './reply.ts';
import { resume, type Stage } from './stage.ts';
import { texts } from './texts.ts';

type Deps = Pick<Context, 'rest' | 'applicationId' | 'clock' | 'redis'>;
type Acknowledged = Extract<Stage, { is: 'acknowledged' }>;
type Said = Exclude<Outcome, { is: 'asked' }>;

/** What became of a question, for the counters. */
export type Fate = Outcome['is'] | 'dropped' | 'expired' | 'late' | 'gone';

/** Tells an outcome in the way that is open at this stage. Telling it again leaves one visible answer. */
export async function tell(deps: Deps, question: Question, stage: Stage, outcome: Outcome): Promise<Fate> {
  if (stage.is === 'lost') return stage.why;
  if (stage.is === 'fresh') {
    const heard = await callBack(deps, question, outcome);
    if (heard === 'done') return outcome.is;
    if (heard !== 'already') return 'late';
    return outcome.is === 'asked' ? 'asked' : tell(deps, question, await resume(deps, question), outcome);
  }
  const said = outcome.is === 'asked' ? tooSlow(question) : outcome;
  const heard = await replace(deps, question, stage, said);
  return heard === 'done' ? said.is : 'gone';
}

/** Nothing of the answer was said so far. */
export function isAwaiting(stage: Stage, question: Question): boolean {
  return stage.is === 'fresh' || (stage.is === 'acknowledged' && (stage.waiting || isOn(question, stage)));
}

function callBack(deps: Deps, question: Question, outcome: Outcome): Heard {
  if (outcome.is === 'asked') return openForm(deps, question, outcome.modal);
  if (outcome.is === 'updated' && question.on) return update(deps, question, outcome.message);
  return show(deps, question, outcome.message, isPrivate(question, outcome));
}

/** Discord opens a form at once or not at all. */
function tooSlow({ locale }: Question): Said {
  return { is: 'refused', message: { content: texts(locale).slowForm } };
}

function replace(deps: Deps, question: Question, stage: Acknowledged, outcome: Said): Heard {
  const { message } = outcome;
  if (isOn(question, stage) && outcome.is !== 'updated')
    return tellOnce(deps, question, message, outcome.is === 'away' ? 'processing' : 'answer');
  const isShownToAll = !isOn(question, stage) && !stage.hidden;
  return isPrivate(question, outcome) && isShownToAll
    ? hide(deps, question, message)
    : edit(deps, question, message);
}

/** Whether the original reply is the component's own message: what is not an update of it is a message of its own. */
function isOn({ on }: Question, { message }: Acknowledged): boolean {
  return on !== undefined && on === message;
}

function isPrivate({ hidden }: Question, { is }: Outcome): boolean {
  return hidden || is === 'refused' || is === 'failed';
}
