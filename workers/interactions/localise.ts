import type { Locale } from '../../shared/core/catalogue.ts';

type Catalogue<Texts> = (locale?: string) => Texts;
/** English is what Discord shows where there is no translation; the others go by the same names as Discord's. */
type Translations = Record<Exclude<Locale, 'en'>, string>;

/** `description` and its translations, from one feature's catalogue. At most 100 characters (Discord). */
export function described<Texts>(
  texts: Catalogue<Texts>,
  pick: (texts: Texts) => string,
): { description: string; description_localizations: Translations } {
  return { description: pick(texts('en')), description_localizations: translate(texts, pick) };
}

/** Translations of a name that is written beside: lower case, without spaces, at most 32 characters (Discord). */
export function named<Texts>(
  texts: Catalogue<Texts>,
  pick: (texts: Texts) => string,
): { name_localizations: Translations } {
  return { name_localizations: translate(texts, pick) };
}

function translate<Texts>(texts: Catalogue<Texts>, pick: (texts: Texts) => string): Translations {
  return { de: pick(texts('de')) };
}
