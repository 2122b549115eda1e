import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { refused } from './answer.ts';
import type { Command } from './command.ts';
import { Invocation } from './invocation.ts';
import type { Question } from './question.ts';
import type { Replyable } from './reply.ts';
import { texts } from './texts.ts';

/** Finds what a slash command asks for. What cannot be found, or read, becomes a question with a calm answer. */
export function findQuestion(
  context: Context,
  commands: readonly Command[],
  interaction: Replyable & { locale?: string },
  at: number,
): Question {
  const { id, token, locale } = interaction;
  const parsed = Invocation.safeParse(interaction);
  const unknown = { id, token, command: 'unknown', locale, guildLocale: undefined, hidden: true };
  if (!parsed.success) {
    const unreadable = new AppError('bad-data', { cause: parsed.error });
    return { ...unknown, run: () => Promise.reject(unreadable) };
  }
  const { guild, user, permissions, sighting, guildLocale, name } = parsed.data;
  const found = commands.find(({ json }) => json.name === name)?.match(parsed.data);
  if (!found) return { ...unknown, run: async () => refused(texts(locale).unknown) };
  const { route, options } = found;
  const call = { id, at, guild, user, permissions, sighting, locale, guildLocale, options };
  const hidden = route.replies === 'privately';
  return { id, token, command: route.name, locale, guildLocale, hidden, run: () => route.run(call, context) };
}
