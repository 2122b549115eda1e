import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { FormProblem, Path } from '../reply.ts';
import { type ChoiceBody, choiceProblems } from './choice-rules.ts';
import { nameProblems, type Texts, translationProblems } from './command-names.ts';

export interface OptionBody extends Texts {
  required?: boolean | null;
  autocomplete?: boolean | null;
  choices?: ChoiceBody[] | null;
  min_value?: number | null;
  max_value?: number | null;
  min_length?: number | null;
  max_length?: number | null;
  options?: OptionBody[] | null;
}

type Rule = (option: OptionBody, path: Path, siblings: OptionBody[], index: number) => FormProblem[];

/** Options of a command, a group or a subcommand. */
export function optionListProblems(options: OptionBody[], path: Path): FormProblem[] {
  const mixed = options.some(isBranch) && !options.every(isBranch);
  if (mixed) return [{ path, ...words.mixed }];
  return options.flatMap((option, index) =>
    rules.flatMap((rule) => rule(option, [...path, index], options, index)),
  );
}

const rules: Rule[] = [
  nameProblems,
  translationProblems,
  comesAfterRequired,
  hasItsOwnName,
  hasItsOwnTranslations,
  suggestsOrChooses,
  hasRangeInOrder,
  ({ choices, type }, path) => choiceProblems(choices ?? [], type ?? null, [...path, 'choices']),
  ({ options }, path) => optionListProblems(options ?? [], [...path, 'options']),
];

function isBranch({ type }: OptionBody): boolean {
  return type === Type.Subcommand || type === Type.SubcommandGroup;
}

function comesAfterRequired(...[option, path, siblings, index]: Parameters<Rule>): FormProblem[] {
  const isLate = option.required && siblings.slice(0, index).some((before) => !before.required);
  return isLate ? [{ path, ...words.late }] : [];
}

function hasItsOwnName(...[{ name }, path, siblings, index]: Parameters<Rule>): FormProblem[] {
  const isTaken = siblings.findIndex((other) => other.name === name) < index;
  return isTaken ? [{ path: [...path, 'name'], ...words.twin }] : [];
}

/** Discord's documentation, "Localization": distinct from all other default names and from those in the locale. */
function hasItsOwnTranslations(...[option, path, siblings, index]: Parameters<Rule>): FormProblem[] {
  return Object.entries(option.name_localizations ?? {})
    .filter(([locale, text]) =>
      siblings.some(
        (other, n) =>
          n !== index && (other.name === text || (n < index && other.name_localizations?.[locale] === text)),
      ),
    )
    .map(([locale]) => ({ path: [...path, 'name_localizations', locale], ...words.twin }));
}

function suggestsOrChooses({ autocomplete, choices }: OptionBody, path: Path): FormProblem[] {
  return autocomplete && choices?.length ? [{ path, ...words.suggestedChoices }] : [];
}

function hasRangeInOrder(option: OptionBody, path: Path): FormProblem[] {
  return (['value', 'length'] as const)
    .filter((what) => (option[`min_${what}`] ?? -Infinity) > (option[`max_${what}`] ?? Infinity))
    .map((what) => ({ path: [...path, `max_${what}`], ...words.range }));
}

const words = {
  mixed: {
    code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    message: 'Sub-command and sub-command group option types are mutually exclusive to all other types',
  },
  late: {
    code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    message: 'Required options must be placed before non-required options',
  },
  twin: {
    code: 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED',
    message: 'Application command option names must be unique',
  },
  suggestedChoices: {
    code: 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES',
    message: 'Choices cannot be present when autocomplete is true',
  },
  range: {
    code: 'APPLICATION_COMMAND_OPTIONS_MAX_VALUE_INVALID',
    message: 'The maximum cannot be less than the minimum.',
  },
};
