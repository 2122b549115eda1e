import { z } from 'zod';

/** Words to search for; what Postgres could not even compare (NUL) is no word, and too many are none. */
export const Words = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((text) => !text.includes('\0'))
  .optional()
  .catch(undefined);

/** A link to the same page with these parts of its query; empty ones are left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
