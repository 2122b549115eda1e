import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { info } from './info.ts';
import { confirmJoin, join, pick, turn } from './join.ts';
import { confirmLeave, leave } from './leave.ts';
import { list } from './list.ts';
import { memberPages, members, suggestSquad } from './members.ts';
import { texts } from './texts.ts';

const longestName = 64; // characters of a squad's name

export const squads = command(
  {
    name: 'squads',
    ...described(texts, ({ commands }) => commands.squads),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'list',
        ...named(texts, ({ commands }) => commands.list.name),
        ...described(texts, ({ commands }) => commands.list.text),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'join',
        ...named(texts, ({ commands }) => commands.join.name),
        ...described(texts, ({ commands }) => commands.join.text),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'leave',
        ...named(texts, ({ commands }) => commands.leave.name),
        ...described(texts, ({ commands }) => commands.leave.text),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'info',
        ...named(texts, ({ commands }) => commands.info.name),
        ...described(texts, ({ commands }) => commands.info.text),
        options: [
          {
            type: ApplicationCommandOptionType.User,
            name: 'user',
            ...named(texts, ({ commands }) => commands.infoUser.name),
            ...described(texts, ({ commands }) => commands.infoUser.text),
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'members',
        ...named(texts, ({ commands }) => commands.members.name),
        ...described(texts, ({ commands }) => commands.members.text),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'squad_name',
            ...named(texts, ({ commands }) => commands.membersSquad.name),
            ...described(texts, ({ commands }) => commands.membersSquad.text),
            required: true,
            autocomplete: true,
            max_length: longestName,
          },
        ],
      },
    ],
  },
  {
    list: { replies: 'privately', run: (call, context) => list.open(call, context) },
    join: { replies: 'privately', run: join },
    leave: { replies: 'privately', run: leave },
    info: { replies: 'privately', run: info },
    members: { replies: 'publicly', run: members, suggest: { squad_name: suggestSquad } },
  },
);

/** What their buttons and menus lead to. */
export const squadComponents = [list.component, memberPages.component, pick, turn, confirmJoin, confirmLeave];
