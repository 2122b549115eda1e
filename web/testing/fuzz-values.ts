import type { Document } from '../http/openapi-document.ts';
import type { JsonSchema } from '../http/openapi-schemas.ts';
import type { Random } from './random.ts';

const texts: readonly [string, ...string[]] = [
  `' OR 1=1 --`,
  `"; DROP TABLE guilds; --`,
  '<script>alert(1)</script>',
  '$(id)',
  '{{7*7}}',
  '%00%0a',
  '../../../../etc/passwd',
  'a\u0000b',
  'a\ud800b',
  '\u202eabc',
  '🪙',
  '__proto__',
  'constructor',
  '',
  ' ',
  'x'.repeat(5_000),
  '-1',
  '0',
  '00',
  '1e999',
  '9223372036854775807',
  '9223372036854775808',
  'null',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  forgedCursor('-id', '1 OR 1=1', '5'),
  forgedCursor('id', '-5', '9223372036854775807'),
  forgedCursor('id', null, '99999999999999999999'),
  forgedCursor('constructor', '5', '5'),
];

function forgedCursor(...parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Where the integers of Postgres end, `integer` and `bigint`, and just beyond. */
const extremes: readonly [string, ...string[]] = [
  '0',
  '-1',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9223372036854775807',
  '-9223372036854775808',
];

/** A cursor as a list makes it for a sort, of a place that may be far outside the list. */
export function extremeCursor(sort: string, random: Random): string {
  return forgedCursor(sort, random.pick(extremes), random.pick(extremes));
}

const others: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { $ne: null },
  { toString: 'x' },
];

/** A value that hardly any field takes. */
export function hostileValue(random: Random): unknown {
  if (random.chance(0.1)) return nest(random, 1 + random.below(60));
  return random.chance(0.5) ? hostileText(random) : random.pick(others);
}

export function hostileText(random: Random): string {
  return random.pick(texts);
}

function nest(random: Random, levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = random.chance(0.5) ? [value] : { a: value };
  return value;
}

const candidates: readonly [string, ...string[]] = [
  '1000',
  '5',
  'name',
  'a',
  'UTC',
  '🪙',
  '"0"',
  '2026-01-01T00:00:00.000Z',
  '2026-01-01',
  '00000000-0000-4000-8000-000000000000',
];

/** A value that fits a schema, as far as can be told from it. */
export function fittingValue(document: Document, schema: JsonSchema, random: Random): unknown {
  const { $ref, oneOf, anyOf, allOf } = schema;
  if ($ref) return fittingValue(document, document.components.schemas[nameOf($ref)] ?? {}, random);
  const inner = (one: boolean | JsonSchema) =>
    fittingValue(document, typeof one === 'boolean' ? {} : one, random);
  const choices = oneOf ?? anyOf;
  if (choices?.[0] !== undefined) return inner(random.pick([choices[0], ...choices.slice(1)]));
  if (allOf?.[0] !== undefined) return inner(allOf[0]);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.[0] !== undefined) return random.pick([schema.enum[0], ...schema.enum.slice(1)]);
  if (schema.default !== undefined && random.chance(0.3)) return schema.default;
  const kind = [schema.type].flat()[0];
  const make = kind === undefined ? undefined : makers[kind];
  return make ? make(document, schema, random) : random.pick(others);
}

type Maker = (document: Document, schema: JsonSchema, random: Random) => unknown;

const makers: Record<string, Maker> = {
  object: (document, { properties = {}, required = [] }, random) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name) || random.chance(0.6))
        .map(([name, one]) => [name, fittingValue(document, typeof one === 'boolean' ? {} : one, random)]),
    ),
  array: (document, { items = {}, minItems = 0, maxItems = 3 }, random) =>
    Array.from({ length: Math.min(maxItems, minItems + random.below(3)) }, () =>
      fittingValue(document, typeof items === 'boolean' || Array.isArray(items) ? {} : items, random),
    ),
  integer: (_document, schema, random) => integer(schema, random),
  number: (_document, schema, random) => integer(schema, random),
  boolean: (_document, _schema, random) => random.chance(0.5),
  string: (_document, { pattern, maxLength = 100 }, random) => {
    const rule = pattern === undefined ? /./ : new RegExp(pattern, 'u');
    const [first = '1', ...more] = candidates.filter((text) => rule.test(text) && text.length <= maxLength);
    return random.pick([first, ...more]);
  },
  null: () => null,
};

function integer({ minimum = 0, maximum = minimum + 1_000 }: JsonSchema, random: Random): number {
  return random.pick([minimum, maximum, minimum + random.below(Math.min(100, maximum - minimum + 1))]);
}

function nameOf(ref: string): string {
  return ref.replace('#/components/schemas/', '');
}

/** The same value with something wrong somewhere in it. */
export function spoil(value: unknown, random: Random): unknown {
  if (random.chance(0.25) || typeof value !== 'object' || value === null) return hostileValue(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...value, hostileValue(random)];
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? spoil(item, random) : item));
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  if (entries.length === 0 || random.chance(0.3))
    return { ...value, [random.chance(0.5) ? 'extra' : hostileText(random)]: hostileValue(random) };
  if (random.chance(0.3)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([name, one], index) => [name, index === at ? spoil(one, random) : one]),
  );
}
