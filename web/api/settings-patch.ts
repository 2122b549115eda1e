import { z } from 'zod';
import type { SettingsSchema, Values } from '../../shared/settings/definition.ts';

/** The schema of a part of settings: what is left out is left out, where the whole would fill in its default. */
export function settingsPatch<S extends SettingsSchema>(schema: S): z.ZodType<Partial<Values<S>>> {
  const shape = Object.entries(schema.shape).map(([key, field]) => [key, bare(field).optional()]);
  return z.object(Object.fromEntries(shape)) as unknown as z.ZodType<Partial<Values<S>>>;
}

function bare(field: z.core.$ZodType): z.ZodType {
  const inner = field instanceof z.ZodDefault ? field.unwrap() : field;
  if (!(inner instanceof z.ZodType)) throw new Error('a setting is not of classic zod');
  return inner.meta(z.globalRegistry.get(field) ?? {});
}
