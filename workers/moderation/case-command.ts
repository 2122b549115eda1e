import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { about } from './about.ts';
import { edit } from './case-edit.ts';
import { resolve } from './case-resolve.ts';
import { view } from './case-view.ts';
import { commandTexts } from './command-texts.ts';
import { forModerators, moderating } from './for-moderators.ts';
import { longestReason, number, requiredReason, show, words } from './options.ts';
import { suggestReason } from './reasons.ts';

export const cases = command(
  {
    ...about('case', moderating),
    options: [
      { ...subcommand('view'), options: [number, show] },
      { ...subcommand('edit'), options: [number, requiredReason, show] },
      {
        ...subcommand('resolve'),
        options: [
          number,
          { type: Type.String, name: 'note', ...words('note'), max_length: longestReason },
          { type: Type.Boolean, name: 'undo', ...words('undo') },
          show,
        ],
      },
    ],
  },
  {
    view: { replies: 'as-asked', run: forModerators(view) },
    edit: { replies: 'as-asked', run: forModerators(edit), suggest: { reason: suggestReason } },
    resolve: { replies: 'as-asked', run: forModerators(resolve) },
  },
);

function subcommand<Name extends keyof ReturnType<typeof commandTexts>['cases']>(name: Name) {
  return {
    type: Type.Subcommand,
    name,
    ...named(commandTexts, (texts) => texts.cases[name].name),
    ...described(commandTexts, (texts) => texts.cases[name].text),
  } as const;
}
