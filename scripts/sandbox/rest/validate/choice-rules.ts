import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { FormProblem, Path } from '../reply.ts';
import { type Translations, translationProblems } from './command-names.ts';

export interface ChoiceBody {
  name?: string;
  name_localizations?: Translations;
  value?: unknown;
}

const longestValue = 100; // characters; Discord's documentation, "Application Command Option Choice Structure"

/** Choices of an option of that type: as registered, or as autocomplete suggests them. */
export function choiceProblems(
  choices: readonly (ChoiceBody | null)[],
  type: number | null,
  path: Path,
): FormProblem[] {
  return choices.flatMap((choice, index) => [
    ...translationProblems(choice ?? {}, [...path, index]),
    ...valueProblems(choice?.value, type, [...path, index, 'value']),
  ]);
}

function valueProblems(value: unknown, type: number | null, path: Path): FormProblem[] {
  const fits = fitting[type ?? Type.String];
  if (!fits?.(value))
    return [{ path, code: 'BASE_TYPE_BAD', message: 'Does not fit the type of the option.' }];
  if (typeof value !== 'string' || value.length <= longestValue) return [];
  return [{ path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${longestValue} or fewer in length.` }];
}

const fitting: Partial<Record<number, (value: unknown) => boolean>> = {
  [Type.String]: (value) => typeof value === 'string',
  [Type.Integer]: (value) => Number.isSafeInteger(value),
  [Type.Number]: (value) => typeof value === 'number',
};
