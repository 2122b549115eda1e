import {
  ApplicationCommandOptionType,
  InteractionContextType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { longestText, tryText } from '../../shared/automod/try-text.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Named } from '../interactions/caller.ts';
import { type Call, command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { commandTexts as texts } from './command-texts.ts';
import { drawTraces } from './traces-shown.ts';

export const automod = command(
  {
    name: 'automod',
    ...described(texts, ({ commands }) => commands.automod),
    default_member_permissions: P.ManageMessages.toString(),
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'test',
        ...named(texts, ({ commands }) => commands.test.name),
        ...described(texts, ({ commands }) => commands.test.text),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'text',
            ...described(texts, ({ commands }) => commands.message),
            required: true,
            max_length: longestText,
          },
          {
            type: ApplicationCommandOptionType.User,
            name: 'user',
            ...named(texts, ({ commands }) => commands.user.name),
            ...described(texts, ({ commands }) => commands.user.text),
          },
        ],
      },
    ],
  },
  { test: { replies: 'privately', run: test } },
);

/** `/automod test`: which rules would fire on a text here, and of the others which condition fails. Nothing is done. */
async function test(
  { guild, channel, options, permissions, locale }: Call<{ text: string; user: Named | undefined }>,
  context: Pick<Context, 'db' | 'redis' | 'clock'>,
): Promise<Answer> {
  const words = texts(locale);
  if ((permissions & (P.ManageMessages | P.Administrator)) === 0n) return refused(words.forbidden);
  const traces = await tryText(context, guild, { text: options.text, channel, user: options.user?.id });
  if (traces.length === 0) return shown({ content: words.none });
  return shown({ embeds: [{ title: words.title, description: drawTraces(traces, locale) }] });
}
