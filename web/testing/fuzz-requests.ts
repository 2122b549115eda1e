import type { Document, Operation, Parameter } from '../http/openapi-document.ts';
import { extremeCursor, fittingValue, hostileText, spoil } from './fuzz-values.ts';
import type { Random } from './random.ts';

/** A request that is asked of one operation; `bearer` is the name of a token. */
export interface FuzzRequest {
  /** As the document has it. */
  path: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  bearer: string;
}

/** What earlier answers have told, so that some requests get far. */
export interface Known {
  /** Values of path parameters, queries and fields by their names. */
  values: Record<string, string[]>;
  /** The latest ETag of a URL without its query. */
  etags: Map<string, string>;
}

/** A request that fits the document, or hardly does, or does not at all. */
export function makeRequest(document: Document, known: Known, random: Random): FuzzRequest {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const { path, method, operation } = pickFrom(all, random);
  const spoiled = random.chance(0.2) ? undefined : random.pick(['path', 'query', 'header', 'body', 'bearer']);
  const of = (where: Parameter['in']) => operation.parameters.filter((one) => one.in === where);
  const value = (one: Parameter, wrong: boolean) => textFor(document, known, one, wrong, random);

  const filled = of('path').reduce(
    (text, one) => text.replace(`{${one.name}}`, encode(value(one, spoiled === 'path'), random)),
    path,
  );
  const query = of('query')
    .filter((one) => one.required || random.chance(0.3))
    .map((one): Field => [one.name, value(one, spoiled === 'query' && random.chance(0.6))]);
  if (spoiled === 'query' && random.chance(0.4))
    query.push([random.pick(['extra', 'limit', 'sort', 'cursor', '__proto__', 'a[b]']), hostileText(random)]);
  const search = atExtremes(query, of('query'), random)
    .map(([name, text]) => `${encodeURIComponent(name)}=${encode(text, random)}`)
    .join('&');
  const headers = Object.fromEntries(
    of('header').flatMap((one) => headerOf(one, filled, known, spoiled === 'header', random)),
  );
  return {
    path,
    method: method.toUpperCase(),
    url: search ? `${filled}?${search}` : filled,
    ...bodyOf(document, known, operation, headers, spoiled === 'body', random),
    bearer:
      spoiled === 'bearer'
        ? random.pick(['none', 'garbage', 'narrow', 'elsewhere', 'bound', 'revoked'])
        : 'good',
  };
}

type Field = [name: string, text: string];

/** Sometimes a list is asked to go on where it never was, by any of its sorts. */
function atExtremes(query: Field[], parameters: Parameter[], random: Random): Field[] {
  const sorts = parameters.find(({ name }) => name === 'sort')?.schema.enum ?? [];
  if (sorts.length === 0 || random.chance(0.7)) return query;
  const sort = String(pickFrom(sorts, random));
  const others = query.filter(([name]) => name !== 'sort' && name !== 'cursor');
  return [...others, ['sort', sort], ['cursor', extremeCursor(sort, random)]];
}

function pickFrom<T>(list: T[], random: Random): T {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('the document has no operation');
  return random.pick([first, ...rest]);
}

function textFor(document: Document, known: Known, one: Parameter, wrong: boolean, random: Random): string {
  if (wrong) return hostileText(random);
  const [first, ...rest] = known.values[one.name] ?? [];
  if (first !== undefined) return random.pick([first, ...rest]);
  return String(fittingValue(document, one.schema, random));
}

/** Sometimes as it is, for what a parser does with it. */
function encode(text: string, random: Random): string {
  const isHalf = /\p{Surrogate}/u.test(text);
  if (!isHalf && random.chance(0.95)) return encodeURIComponent(text);
  return text.replace(/[^\w.%-]/gu, '') || '%ff';
}

function headerOf(
  { name, required }: Parameter,
  url: string,
  known: Known,
  wrong: boolean,
  random: Random,
): [string, string][] {
  if (!required && random.chance(0.6)) return [];
  if (wrong)
    return random.chance(0.3)
      ? []
      : [[name, random.pick(['"0"', '"-1"', '"1e3"', 'W/"1"', '*', 'x', '"a", "b"', '"', 'y'.repeat(300)])]];
  if (name === 'Idempotency-Key') return [[name, `key-${random.below(200)}`]];
  return [[name, known.etags.get(url) ?? '"0"']];
}

function bodyOf(
  document: Document,
  known: Known,
  { requestBody }: Operation,
  headers: Record<string, string>,
  wrong: boolean,
  random: Random,
): Pick<FuzzRequest, 'headers' | 'body'> {
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return { headers };
  const fitting = withKnown(fittingValue(document, schema, random), known, random);
  const json = { ...headers, 'content-type': 'application/json' };
  if (!wrong) return { headers: json, body: JSON.stringify(fitting) };
  if (random.chance(0.6)) return { headers: json, body: JSON.stringify(spoil(fitting, random)) ?? '' };
  if (random.chance(0.3)) {
    const type = random.pick([
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'x',
      'application/json; charset=utf-16',
    ]);
    return { headers: { ...headers, 'content-type': type }, body: JSON.stringify(fitting) };
  }
  return { headers: json, body: brokenJson(JSON.stringify(fitting), random) };
}

function withKnown(value: unknown, known: Known, random: Random): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const [first, ...rest] = known.values[name] ?? [];
      if (first === undefined) return [name, one];
      if (Array.isArray(one)) return [name, one.map(() => random.pick([first, ...rest]))];
      return [name, typeof one === 'string' ? random.pick([first, ...rest]) : one];
    }),
  );
}

function brokenJson(text: string, random: Random): string {
  return random.pick([
    text.slice(0, -1),
    text.replace('{', '{"a":1,"a":1,'),
    text.replace('{', `{"pad":"${'x'.repeat(300_000)}",`),
    `${' '.repeat(300_000)}${text}`,
    `${text}${'\n'.repeat(300_000)}`,
    text.replace('{', '{"__proto__":{"admin":true},'),
    '['.repeat(200_000),
    `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
    text.replace('{', '{"a":1e99999,'),
    '',
    'undefined',
    `\ufeff${text}`,
    text.replace('{', '{"\\u0000":1,'),
    `${text}${text}`,
  ]);
}
