import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { check } from './check.ts';
import { invite } from './invite.ts';
import { forManagers, managersOnly } from './managers.ts';
import { panel } from './panel.ts';
import { set } from './set.ts';
import { setOptions } from './set-options.ts';
import { show } from './show.ts';
import { texts } from './texts.ts';

const type = ApplicationCommandOptionType.Subcommand;

export const config = command(
  {
    name: 'config',
    ...described(texts, ({ commands }) => commands.config),
    default_member_permissions: managersOnly,
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type,
        name: 'show',
        ...named(texts, ({ commands }) => commands.show.name),
        ...described(texts, ({ commands }) => commands.show.text),
      },
      {
        type,
        name: 'check',
        ...named(texts, ({ commands }) => commands.check.name),
        ...described(texts, ({ commands }) => commands.check.text),
      },
      {
        type,
        name: 'set',
        ...named(texts, ({ commands }) => commands.set.name),
        ...described(texts, ({ commands }) => commands.set.text),
        options: setOptions,
      },
      {
        type,
        name: 'panel',
        ...named(texts, ({ commands }) => commands.panel.name),
        ...described(texts, ({ commands }) => commands.panel.text),
      },
      {
        type,
        name: 'invite',
        ...named(texts, ({ commands }) => commands.invite.name),
        ...described(texts, ({ commands }) => commands.invite.text),
      },
    ],
  },
  {
    show: forManagers(show),
    check: { replies: 'privately', run: (call, context) => check.open(call, context) },
    set: forManagers(set),
    panel: forManagers(panel),
    invite: forManagers(invite),
  },
);
