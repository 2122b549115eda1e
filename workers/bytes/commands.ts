import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { read } from './read.ts';
import { texts } from './texts.ts';

export const bytes = command(
  {
    name: 'bytes',
    ...described(texts, ({ commands }) => commands.bytes),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'read',
        ...named(texts, ({ commands }) => commands.read.name),
        ...described(texts, ({ commands }) => commands.read.text),
        options: [
          {
            type: ApplicationCommandOptionType.User,
            name: 'user',
            ...named(texts, ({ commands }) => commands.readUser.name),
            ...described(texts, ({ commands }) => commands.readUser.text),
          },
        ],
      },
    ],
  },
  {
    read: { replies: 'publicly', run: read },
  },
);
