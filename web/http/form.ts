import { z } from 'zod';
import { oneLine } from '../../shared/core/plain-text.ts';
import type { Context } from '../context.ts';

/** The fields of a posted form, not trusted: parse them with zod. Line ends are one character, as `maxlength` counts them. */
export function formOf(ctx: Context): Record<string, unknown> {
  const { body } = ctx.request;
  const fields = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(fields.map(([name, value]) => [name, withPlainEnds(value)]));
}

function withPlainEnds(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value;
}

/** A whole number that was typed. */
export function typedNumber({ least, most }: { least: number; most: number }) {
  const message = `A whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`;
  return z
    .string(message)
    .trim()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .pipe(z.int(message).min(least, message).max(most, message));
}

/** A text that was typed, without what Postgres cannot store. */
export function typedText({ least = 1, most }: { least?: number; most: number }) {
  return z
    .string('Type something.')
    .trim()
    .min(least, 'Type something.')
    .max(most, `${most} characters are the most.`)
    .refine((text) => !text.includes('\0'), 'It holds a character that cannot be stored.');
}

/** The same on one line, without signs that show nothing: names and reasons. */
export function typedLine({ most }: { most: number }) {
  return z.preprocess((text) => (typeof text === 'string' ? oneLine(text) : text), typedText({ most }));
}

/** What is wrong, by the field: the first fault of each. */
export function faultsOf({ issues }: z.ZodError): Record<string, string> {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
}
