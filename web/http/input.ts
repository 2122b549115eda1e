import { z } from 'zod';
import { type Fault, type Refusal, refuse } from './problem.ts';

/** Parses a part of a request; what is wrong with it comes back named, field by field. */
export function parsePart<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: Fault['in'],
): z.output<S> | Refusal {
  const faults = [...unstorable(value), ...unknownFields(schema, value)];
  const parsed = schema.safeParse(value);
  if (parsed.success && faults.length === 0) return parsed.data;
  const issues = parsed.error?.issues.flatMap(describe) ?? [];
  return refuse('bad-input', {
    fields: distinct([...faults, ...issues])
      .slice(0, most)
      .map((fault) => ({ in: part, ...fault })),
  });
}

const most = 20; // faults told at once

type Found = Pick<Fault, 'path' | 'message'>;
type Path = readonly PropertyKey[];

function describe(issue: z.core.$ZodIssue): Found[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknown([...issue.path, key]));
  return [at(issue.path, issue.message)];
}

function at(path: Path, message: string): Found {
  return { path: path.map(String).join('.').slice(0, 200), message: message.slice(0, 300) };
}

function unknown(path: Path): Found {
  return at(path, 'Unknown field');
}

function distinct(faults: Found[]): Found[] {
  const seen = new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault]));
  return [...seen.values()];
}

/** Postgres takes no NUL, and UTF-8 has no lone surrogates. */
function unstorable(value: unknown, path: Path = []): Found[] {
  if (typeof value === 'string')
    return /\0|\p{Surrogate}/u.test(value) ? [at(path, 'Holds a character that cannot be stored')] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...unstorable(key, [...path, 'key']),
    ...unstorable(inner, [...path, key]),
  ]);
}

/**
 * Fields that a schema does not name, at any depth: zod by itself drops them, and a client would never learn of its
 * slip. Where one of several shapes may be meant, each is tried.
 */
function unknownFields(schema: z.core.$ZodType, value: unknown, path: Path = []): Found[] {
  if (schema instanceof z.ZodObject && isRecord(value)) {
    const shape: Record<string, z.core.$ZodType> = schema.shape;
    return Object.entries(value).flatMap(([key, inner]) => {
      const field = Object.hasOwn(shape, key) ? shape[key] : schema.def.catchall;
      return field ? unknownFields(field, inner, [...path, key]) : [unknown([...path, key])];
    });
  }
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, index) => unknownFields(schema.element, item, [...path, index]));
  if (schema instanceof z.ZodRecord && isRecord(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      unknownFields(schema.valueType, inner, [...path, key]),
    );
  if (schema instanceof z.ZodUnion) {
    const tries = meantBy(schema, value).map((option) => unknownFields(option, value, path));
    return tries.reduce((least, faults) => (faults.length < least.length ? faults : least));
  }
  const inner = innerOf(schema);
  return inner ? unknownFields(inner, value, path) : [];
}

/** Of several shapes those that a value may be: where it names its own by a field, only that one. */
function meantBy({ options, def }: z.ZodUnion, value: unknown): readonly z.core.$ZodType[] {
  const field = 'discriminator' in def ? String(def.discriminator) : undefined;
  if (field === undefined || !isRecord(value)) return options;
  const named = options.filter(
    (option) =>
      option instanceof z.ZodObject && z.safeParse(option.shape[field] ?? z.never(), value[field]).success,
  );
  return named.length > 0 ? named : options;
}

/** What a wrapper is put around. */
function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.in;
  const { def } = schema._zod;
  const inner: unknown = 'innerType' in def ? def.innerType : undefined;
  return inner instanceof z.core.$ZodType ? inner : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
