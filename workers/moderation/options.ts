import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { DAY, HOUR, SECOND } from '../../shared/core/clock.ts';
import { described, named } from '../interactions/localise.ts';
import { commandTexts } from './command-texts.ts';

type OptionName = keyof ReturnType<typeof commandTexts>['options'];

export const longestReason = 400; // characters; as long as a template

/** What several commands ask for. */
export const user = { type: Type.User, name: 'user', ...words('user'), required: true } as const;

export const reason = {
  type: Type.String,
  name: 'reason',
  ...words('reason'),
  max_length: longestReason,
  autocomplete: true,
} as const;

export const requiredReason = { ...reason, required: true } as const;

/** Read by the table of commands: the answer is public where it is true (`as-asked`). */
export const show = { type: Type.Boolean, name: 'show', ...words('show') } as const;

export const number = {
  type: Type.Integer,
  name: 'number',
  ...words('number'),
  required: true,
  min_value: 1,
  max_value: 2_147_483_647, // of a Postgres integer
} as const;

/** Seconds; Discord deletes what was written within seven days (documentation, "Create Guild Ban"). */
export const deletions = {
  type: Type.Integer,
  name: 'delete_messages',
  ...words('delete'),
  choices: [
    choice('none', 0),
    choice('hour', HOUR / SECOND),
    choice('day', DAY / SECOND),
    choice('week', (7 * DAY) / SECOND),
  ],
} as const;

/** A name's translations and a description with its own. */
export function words(option: OptionName) {
  return {
    ...named(commandTexts, ({ options }) => options[option].name),
    ...described(commandTexts, ({ options }) => options[option].text),
  };
}

function choice(key: keyof ReturnType<typeof commandTexts>['deletions'], value: number) {
  return {
    name: commandTexts('en').deletions[key],
    ...named(commandTexts, ({ deletions: each }) => each[key]),
    value,
  };
}
