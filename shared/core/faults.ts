import type { z } from 'zod';

/** What is wrong with one field, in words for whoever typed it; `path` as in `tiers.2.days`, empty for the whole. */
export interface Fault {
  path: string;
  message: string;
}

/** Values that a form or a file has, in the form in which they are stored; or what is wrong with them. */
export function checkValues<S extends z.ZodObject>(
  schema: S,
  given: Record<string, unknown>,
): { is: 'valid'; values: z.output<S> } | { is: 'faulty'; faults: Fault[] } {
  const checked = schema.strict().safeParse(given);
  if (!checked.success) return { is: 'faulty', faults: faultsOf(checked.error) };
  const faults = Object.entries(checked.data)
    .filter(([, value]) => !isStorable(value))
    .map(([path]) => ({ path, message: 'It holds a character that cannot be stored.' }));
  return faults.length > 0 ? { is: 'faulty', faults } : { is: 'valid', values: checked.data as z.output<S> };
}

/** Postgres takes no NUL, and UTF-8 has no half of a surrogate pair. */
function isStorable(value: unknown): boolean {
  return !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value).replaceAll('\\\\', ''));
}

type Issue = z.core.$ZodIssue;

export function faultsOf({ issues }: { issues: readonly Issue[] }): Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...path, key].join('.'),
        message: 'There is no such setting.',
      }));
    return [{ path: path.join('.'), message: sentence(wordsOf(issue)) }];
  });
}

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case 'invalid_type':
      return kinds[issue.expected] ?? `this should be ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}

const kinds: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text; ids of Discord stand in quotes',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
};

function amount(limit: number | bigint, origin: string): string {
  const count = limit.toLocaleString('en-US');
  if (origin === 'string') return `${count} ${limit === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `${count} ${limit === 1 ? 'entry' : 'entries'}` : count;
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
