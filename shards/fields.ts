import { AppError } from '../shared/core/errors.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';

/**
 * Readers of a frame's fields. They are hand-written because every message of every guild passes through them; each
 * throws `bad-input` that names the field, never what it held.
 */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(of: Fields, name: string): Fields {
  const value = of[name];
  return isFields(value) ? value : refuse(name, 'an object');
}

/** The object, or one without fields where Discord leaves it out. */
export function maybeObject(of: Fields, name: string): Fields {
  return isAbsent(of[name]) ? nothing : object(of, name);
}

/** The list, or an empty one where Discord leaves it out. */
export function list(of: Fields, name: string, most: number): readonly unknown[] {
  const value = of[name];
  if (isAbsent(value)) return [];
  return Array.isArray(value) && value.length <= most ? value : refuse(name, `a list of at most ${most}`);
}

export function snowflake(of: Fields, name: string): Snowflake {
  const value = of[name];
  return isSnowflake(value) ? value : refuse(name, 'a Discord id');
}

export function maybeSnowflake(of: Fields, name: string): Snowflake | null {
  return isAbsent(of[name]) ? null : snowflake(of, name);
}

export function snowflakes(of: Fields, name: string, most: number): Snowflake[] {
  return list(of, name, most).map((value) => (isSnowflake(value) ? value : refuse(name, 'Discord ids')));
}

/** A text without NUL and lone surrogates, which Postgres cannot store. */
export function text(of: Fields, name: string, most: number): string {
  const value = of[name];
  if (typeof value !== 'string' || value.length > most) return refuse(name, `a text of at most ${most}`);
  const whole = (value as WellFormed).isWellFormed() ? value : (value as WellFormed).toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}

export function maybeText(of: Fields, name: string, most: number): string | null {
  return isAbsent(of[name]) ? null : text(of, name, most);
}

/** A number too large for a JSON one, as Discord writes it: in digits, zero among them. */
export function digits(of: Fields, name: string): string {
  return of[name] === '0' ? '0' : snowflake(of, name);
}

export function count(of: Fields, name: string): number {
  const value = of[name];
  return typeof value === 'number' && value >= 0 && value <= most32 && Number.isInteger(value)
    ? value
    : refuse(name, 'a count');
}

/** A whole number of 32 bits, negative ones among them. */
export function integer(of: Fields, name: string): number {
  const value = of[name];
  return typeof value === 'number' && Math.abs(value) <= most32 && Number.isInteger(value)
    ? value
    : refuse(name, 'a whole number');
}

export function maybeCount(of: Fields, name: string): number | null {
  return isAbsent(of[name]) ? null : count(of, name);
}

/** True only where Discord says so; any other type than a boolean is refused. */
export function flag(of: Fields, name: string): boolean {
  const value = of[name];
  if (isAbsent(value)) return false;
  return typeof value === 'boolean' ? value : refuse(name, 'a boolean');
}

/** A time in the form in which Discord writes it (ISO 8601 with an offset), kept as it is; it may not exist. */
export function maybeTime(of: Fields, name: string): string | null {
  const value = of[name];
  if (isAbsent(value)) return null;
  return typeof value === 'string' && time.test(value) ? value : refuse(name, 'a time');
}

/** A time as `maybeTime` has it, in milliseconds since 1970. */
export function instant(name: string, text: string | null): number {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? refuse(name, 'a time') : time;
}

export function refuse(name: string, wanted: string): never {
  throw new AppError('bad-input', { message: `${name} is not ${wanted}` });
}

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The digits of an id, checked one by one: a regular expression takes thrice as long, for each of a message's ids. */
function isSnowflake(value: unknown): value is Snowflake {
  if (typeof value !== 'string' || value.length === 0 || value.length > 19 || value[0] === '0') return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return value.length < 19 || value <= mostBigint;
}

/** ES2024, which Node 20 has ahead of its TypeScript target; a tenth of the time of a regular expression. */
type WellFormed = string & { isWellFormed(): boolean; toWellFormed(): string };

const nothing: Fields = {};
const mostBigint = '9223372036854775807'; // what a Postgres bigint holds; the same length compares as text
const most32 = 2 ** 31 - 1;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
