import type { Texts, Translations } from './command-names.ts';
import type { OptionBody } from './command-options.ts';

export const mostCharacters = 8_000; // of one chat command; Discord's documentation, "Slash Commands"

interface Sized extends Texts {
  options?: OptionBody[] | null;
}

/** Names, descriptions and values of the command, its options and their choices; of translations the longest. */
export function sizeOf(command: Sized): number {
  return textOf(command) + sum((command.options ?? []).map(optionSize));
}

function optionSize(option: OptionBody): number {
  const choices = (option.choices ?? []).map(
    ({ name, name_localizations, value }) => longest(name, name_localizations) + String(value).length,
  );
  return textOf(option) + sum(choices) + sum((option.options ?? []).map(optionSize));
}

function textOf({ name, name_localizations, description, description_localizations }: Texts): number {
  return longest(name, name_localizations) + longest(description, description_localizations);
}

function longest(text: string | null | undefined, translations: Translations | undefined): number {
  const all = [text, ...Object.values(translations ?? {})];
  return Math.max(...all.map((one) => (one ?? '').length));
}

function sum(sizes: number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
