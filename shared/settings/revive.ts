import type { SettingsSchema, Values } from './definition.ts';

/**
 * Values out of what was stored under this schema or an older one: fields that are no more are dropped, new ones take
 * their defaults, and so do those that cannot be read, which are named.
 */
export function revive<S extends SettingsSchema>(
  schema: S,
  stored: unknown,
): { values: Values<S>; unreadable: string[] } {
  const whole = schema.safeParse(stored);
  if (whole.success) return { values: whole.data, unreadable: [] };
  const readable: Record<string, unknown> = {};
  const unreadable: string[] = [];
  const known = typeof stored === 'object' && stored !== null ? new Map(Object.entries(stored)) : new Map();
  for (const [key, field] of Object.entries(schema.shape)) {
    if (!known.has(key)) continue;
    if (schema.safeParse({ [key]: known.get(key) }).success) readable[key] = known.get(key);
    else unreadable.push(field.meta()?.title ?? key);
  }
  return { values: schema.parse(readable), unreadable };
}
