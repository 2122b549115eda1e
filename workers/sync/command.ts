import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { forManagers, managersOnly } from '../config/managers.ts';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { load } from './load.ts';
import { texts } from './texts.ts';

export const sync = command(
  {
    name: 'sync',
    ...described(texts, ({ commands }) => commands.sync),
    default_member_permissions: managersOnly,
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'force',
        ...named(texts, ({ commands }) => commands.force.name),
        ...described(texts, ({ commands }) => commands.force.text),
      },
    ],
  },
  forManagers(load),
);
