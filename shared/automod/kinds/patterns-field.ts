import { z } from 'zod';
import { mostPatterns, Patterns } from '../pattern.ts';
import { checkPatterns } from '../pattern-check.ts';

/** The settings of everything that looks for patterns. */
export const patternFields = {
  patterns: z
    .array(z.string())
    .max(mostPatterns, { abort: true }) // of a list that is too long none is compiled
    .check(checkPatterns)
    .default([])
    .meta({
      title: 'Patterns',
      description: `Regular expressions in RE2 syntax, one a line; one match is enough. A server has at most ${mostPatterns} in all its rules.`,
    }),
  caseSensitive: z.boolean().default(false).meta({
    title: 'Upper and lower case differ',
    advanced: true,
  }),
};

type PatternSettings = z.output<z.ZodObject<typeof patternFields>>;

export function toPatterns({ patterns, caseSensitive }: PatternSettings): Patterns {
  return new Patterns(patterns, { caseSensitive });
}
