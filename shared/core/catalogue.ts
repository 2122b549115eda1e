/** Languages of the catalogue, by Discord's locale. English is complete by type; others must match it. */
export type Locale = 'en' | 'de';

/** The language for a Discord locale such as `de` or `en-GB`; English where there is no translation. */
export function localeOf(discord: string | undefined): Locale {
  return discord?.startsWith('de') ? 'de' : 'en';
}

/** One feature's texts in every language: a missing or differently shaped entry does not compile. */
export function catalogue<Texts extends object>(texts: Record<Locale, Texts>): (locale?: string) => Texts {
  return (locale) => texts[localeOf(locale)];
}
