import { randomBytes } from 'node:crypto';
import type { Log } from '../../shared/core/log.ts';
import { isOutside } from '../runtime/outside.ts';
import type { Answer, Message } from './answer.ts';
import { type Question, wordsFor } from './question.ts';
import { texts } from './texts.ts';

/** What came of running a handler: its answer, a bug with words for it, or Postgres (or another part) being away. */
export type Outcome =
  | Answer
  | { is: 'failed'; message: Message }
  | { is: 'away'; message: Message; error: unknown };

/** Runs a handler; never rejects. */
export async function attemptAnswer(log: Log, question: Question): Promise<Outcome> {
  try {
    return await question.run();
  } catch (error) {
    if (!isOutside(error)) return fail(log, question, error);
    return { is: 'away', message: { content: wordsFor(question).processing }, error };
  }
}

/** One calm sentence with an id, under which the log has the rest. */
export function fail(
  log: Log,
  { id, token, command, user, guild, locale }: Question,
  error: unknown,
): Outcome {
  const errorId = randomBytes(4).toString('hex');
  const words = describe(error).replaceAll(token, '[hidden]');
  const details = { errorId, command, interaction: id, user, guild, error: words };
  log.error(details, 'a command failed');
  return { is: 'failed', message: { content: texts(locale).failed(errorId) } };
}

/** Words only: errors of REST carry the interaction's token in their address. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const words = error.stack ?? error.message;
  return error.cause === undefined ? words : `${words}\ncaused by ${describe(error.cause)}`;
}
