import { Locale } from 'discord-api-types/v10';
import type { FormProblem, Path } from '../reply.ts';

/** The texts of commands and options, in several languages. */
export interface Texts {
  type?: number | null;
  name?: string;
  name_localizations?: Translations;
  description?: string | null;
  description_localizations?: Translations;
}

export type Translations = Partial<Record<string, string | null>> | null;

// Discord's documentation, "Application Command Naming": chat commands and options, lower case where there is one
const chatName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const locales = new Set<string>(Object.values(Locale));

export function isChatName(name: string): boolean {
  return chatName.test(name) && name === name.toLowerCase();
}

/** The name of a chat command or an option, and its translations. */
export function nameProblems({ name, name_localizations }: Texts, path: Path): FormProblem[] {
  const translated = Object.entries(name_localizations ?? {})
    .filter(([, text]) => typeof text === 'string' && !isChatName(text))
    .map(([locale]) => invalidName([...path, 'name_localizations', locale]));
  const own = isChatName(name ?? '') ? [] : [invalidName([...path, 'name'])];
  return [...own, ...translated];
}

/** Only into the languages that Discord has. */
export function translationProblems(
  texts: Pick<Texts, 'name_localizations' | 'description_localizations'>,
  path: Path,
): FormProblem[] {
  return (['name_localizations', 'description_localizations'] as const).flatMap((field) =>
    Object.keys(texts[field] ?? {})
      .filter((locale) => !locales.has(locale))
      .map((locale) => ({
        path: [...path, field, locale],
        code: 'BASE_TYPE_CHOICES',
        message: `Value must be one of {${[...locales].join(', ')}}.`,
      })),
  );
}

function invalidName(path: Path): FormProblem {
  return { path, code: 'APPLICATION_COMMAND_INVALID_NAME', message: 'Command name is invalid' };
}
