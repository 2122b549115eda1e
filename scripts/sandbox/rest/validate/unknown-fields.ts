import { z } from 'zod';
import type { Path } from '../reply.ts';

// Discord's reference has it, its specification does not; discord.js sends the other two with edits, too
const alsoKnown = new Set(['nsfw', 'tts', 'enforce_nonce']);

/**
 * Paths of fields that the schema does not know, at any depth. Discord ignores such fields without a word;
 * here they are typing mistakes. Where a union allows several shapes, the one with the fewest unknowns counts.
 */
export function unknownFields(schema: z.core.$ZodType, value: unknown, path: Path = []): Path[] {
  if (schema instanceof z.core.$ZodObject) return inObject(schema, value, path);
  if (schema instanceof z.core.$ZodArray) return inArray(schema, value, path);
  if (schema instanceof z.core.$ZodUnion) return inUnion(schema, value, path);
  if (schema instanceof z.core.$ZodLazy) return unknownFields(schema._zod.innerType, value, path);
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodNullable)
    return unknownFields(schema._zod.def.innerType, value, path);
  return [];
}

function inObject(schema: z.core.$ZodObject, value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const shape: Record<string, z.core.$ZodType> = schema._zod.def.shape;
  return Object.entries(value).flatMap(([key, field]) => {
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (known) return unknownFields(known, field, [...path, key]);
    return alsoKnown.has(key) || isOfLibrary(key) ? [] : [[...path, key]];
  });
}

/** `deleteMessageSeconds`: libraries leave their own names in the body, and no name of Discord's is written so. */
function isOfLibrary(key: string): boolean {
  return /[a-z][A-Z]/.test(key);
}

function inArray(schema: z.core.$ZodArray, value: unknown, path: Path): Path[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => unknownFields(schema._zod.def.element, item, [...path, index]));
}

function inUnion(schema: z.core.$ZodUnion, value: unknown, path: Path): Path[] {
  const meant = schema._zod.def.options.filter((option) => mayBe(option, value));
  const fitting = meant.length === 1 ? meant : meant.filter((option) => z.safeParse(option, value).success);
  const candidates = fitting.map((option) => unknownFields(option, value, path));
  return candidates.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** Cheaper than parsing: components and options tell by their `type` which shape they are. */
function mayBe(schema: z.core.$ZodType, value: unknown): boolean {
  if (schema instanceof z.core.$ZodLazy) return mayBe(schema._zod.innerType, value);
  if (!(schema instanceof z.core.$ZodObject)) return true;
  const type: unknown = schema._zod.def.shape.type;
  const values: Set<unknown> | undefined = type instanceof z.core.$ZodLiteral ? type._zod.values : undefined;
  return !values || values.has(Object(value).type);
}
