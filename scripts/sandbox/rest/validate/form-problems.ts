import type { z } from 'zod';
import type { FormProblem, Path } from '../reply.ts';

type Issue = z.core.$ZodIssue;
type Words = [code: string, message: string];

/** Discord's codes and words for what zod found. */
export function formProblems(issues: Issue[], at: Path = []): FormProblem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))];
    if (issue.code === 'invalid_union') return ofUnion(issue, path);
    const [code, message] = wordsFor(issue);
    return [{ path, code, message }];
  });
}

/** Of a union's shapes, the one that was meant: whose `type` fits, else the one with the fewest complaints. */
function ofUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): FormProblem[] {
  const shapes = [...issue.errors].sort((a, b) => misfit(a) - misfit(b) || a.length - b.length);
  const [closest] = shapes;
  if (!closest)
    return [{ path, code: 'UNION_TYPE_CHOICES', message: 'The value fits none of the allowed types.' }];
  return formProblems(closest, path);
}

function misfit(issues: Issue[]): number {
  return issues.some(({ path }) => path.length === 0 || (path.length === 1 && path[0] === 'type')) ? 1 : 0;
}

function wordsFor(issue: Issue): Words {
  if (issue.code === 'invalid_type')
    return issue.input === undefined && issue.message.includes('undefined')
      ? required
      : ofType(issue.expected);
  if (issue.code === 'too_big' && issue.origin !== 'number' && issue.origin !== 'int')
    return ['BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`];
  if (issue.code === 'too_small' && issue.origin !== 'number' && issue.origin !== 'int')
    return ['BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`];
  if (issue.code === 'too_big')
    return ['NUMBER_TYPE_MAX', `int value should be less than or equal to ${issue.maximum}.`];
  if (issue.code === 'too_small')
    return ['NUMBER_TYPE_MIN', `int value should be greater than or equal to ${issue.minimum}.`];
  if (issue.code === 'invalid_value')
    return ['BASE_TYPE_CHOICES', `Value must be one of {${issue.values.map(String).join(', ')}}.`];
  if (issue.code === 'invalid_format') return formats[issue.format] ?? formats.regex;
  return ['BASE_TYPE_BAD', issue.message];
}

const required: Words = ['BASE_TYPE_REQUIRED', 'This field is required'];

function ofType(expected: string): Words {
  return types[expected] ?? ['BASE_TYPE_BAD', `Expected ${expected}.`];
}

const types: Record<string, Words> = {
  string: ['STRING_TYPE_CONVERT', 'Could not interpret the value as string.'],
  number: ['NUMBER_TYPE_COERCE', 'Value is not a number.'],
  int: ['NUMBER_TYPE_COERCE', 'Value is not int.'],
  boolean: ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.'],
  array: ['LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType'],
  object: ['MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType'],
  record: ['DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType'],
};

const formats: Record<string, Words> & { regex: Words } = {
  url: ['URL_TYPE_INVALID_URL', 'Not a well formed URL.'],
  datetime: ['DATE_TIME_TYPE_PARSE', 'Could not parse the value. Should be ISO8601.'],
  regex: ['STRING_TYPE_REGEX', 'String value did not match validation regex.'],
};
