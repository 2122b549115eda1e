import { literally, oneLine } from '../../shared/core/plain-text.ts';

const mostName = 100; // characters of a file's name that are shown; Discord takes names of 1,000

/**
 * What is said about a file, in the guild's own words: `{user}`, `{extension}` and `{filename}` are filled in, once, and
 * neither formats nor mentions anything but the author. Without `{user}` it begins with them.
 */
export function fillIn(
  template: string,
  { user, extension, name }: { user: string; extension: string | null; name: string },
): string {
  const shown = oneLine(name).slice(0, mostName);
  const values: Record<string, string> = {
    user: `<@${user}>`,
    extension: extension === null ? '–' : literally(`.${extension}`),
    filename: literally(shown) || '–',
  };
  const text = template.includes('{user}') ? template : `{user} ${template}`;
  return text
    .replace(/\{(user|extension|filename)\}/g, (_, key: string) => values[key] ?? '')
    .slice(0, 2_000);
}
