import { type APIInteraction, InteractionType } from 'discord-api-types/v10';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { type Answer, refused } from './answer.ts';
import { GivenPress } from './component.ts';
import { typeOf } from './declaration.ts';
import { Invocation } from './invocation.ts';
import type { Question } from './question.ts';
import type { Table } from './table.ts';
import { texts } from './texts.ts';

/** A question but for what every interaction carries. */
type Found = Pick<Question, 'command' | 'hidden' | 'on' | 'guildLocale' | 'run'>;
type Find = (context: Context, table: Table, interaction: APIInteraction, at: number) => Found;

/** Types of interaction that are answered as people ask; suggestions go another way (suggest.ts). */
const finders: Partial<Record<InteractionType, Find>> = {
  [InteractionType.ApplicationCommand]: findCommand,
  [InteractionType.MessageComponent]: (context, { components }, interaction, at) =>
    findPress(context, { entries: components, stale: 'stale' }, interaction, at),
  [InteractionType.ModalSubmit]: (context, { modals }, interaction, at) =>
    findPress(context, { entries: modals, stale: 'staleForm' }, interaction, at),
};

/** Finds what is asked. What cannot be found, or read, becomes a question with a calm answer. */
export function findQuestion(
  context: Context,
  table: Table,
  interaction: APIInteraction,
  at: number,
): Question | undefined {
  const find = finders[interaction.type];
  if (!find) return undefined;
  const { id, token, guild_id: guild, member, user = member?.user } = interaction;
  const locale = localeOf(interaction);
  const found = guild
    ? find(context, table, interaction, at)
    : sayPrivately('direct', texts(locale).guildOnly);
  return { id, token, user: user?.id, guild, locale, ...found };
}

function findCommand(context: Context, { commands }: Table, interaction: APIInteraction, at: number): Found {
  const { data: invocation, error } = Invocation.safeParse(interaction);
  if (!invocation) return unreadable(error);
  const { type, name, options, resolved, target, token, ...caller } = invocation;
  const command = commands.find(({ json }) => json.name === name && typeOf(json) === type);
  const match = command?.match(invocation);
  if (!match) return sayPrivately('unknown', texts(invocation.locale).unknown);
  const { guildLocale } = caller;
  const hidden = match.replies === 'privately';
  return { command: match.name, hidden, guildLocale, run: () => match.run({ ...caller, at }, context) };
}

function findPress(
  context: Context,
  { entries, stale }: { entries: Table['components']; stale: 'stale' | 'staleForm' },
  interaction: APIInteraction,
  at: number,
): Found {
  const { data: press, error } = GivenPress.safeParse(interaction);
  if (!press) return unreadable(error);
  const { name, on, token, ...rest } = press;
  const entry = entries.find((candidate) => candidate.name === name);
  const isOld = refused(texts(press.locale)[stale]);
  const run = async (): Promise<Answer> => (await entry?.press({ ...rest, at }, context)) ?? isOld;
  return { command: entry?.name ?? 'stale', hidden: true, on, guildLocale: press.guildLocale, run };
}

function unreadable(cause: unknown): Found {
  const error = new AppError('bad-data', { cause });
  return { command: 'unknown', hidden: true, guildLocale: undefined, run: () => Promise.reject(error) };
}

function sayPrivately(command: string, words: string): Found {
  return { command, hidden: true, guildLocale: undefined, run: async () => refused(words) };
}

export function localeOf(interaction: APIInteraction): string | undefined {
  return 'locale' in interaction ? interaction.locale : undefined;
}
