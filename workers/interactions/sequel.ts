import { AppError, toAppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import type { Message, Sequel } from './answer.ts';
import type { Question } from './question.ts';
import { edit } from './reply.ts';

type Deps = Pick<Context, 'rest' | 'applicationId' | 'log'>;

/** Lets what follows an answer go on beside everything else: it holds no place among the interactions that wait. */
export function goOn(deps: Deps, question: Question, sequel: Sequel): void {
  sequel((message) => sayAgain(deps, question, message)).catch((error: unknown) => {
    // its code only: errors of REST carry the interaction's token
    const { code } = toAppError(error);
    deps.log.warn({ command: question.command, interaction: question.id, code }, 'an answer stays as it is');
  });
}

async function sayAgain(deps: Deps, question: Question, message: Message): Promise<boolean> {
  try {
    return (await edit(deps, question, message)) === 'done';
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return true; // the next one may get through
    throw error;
  }
}
