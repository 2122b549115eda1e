import type { z } from 'zod';

/** A feature's settings: one zod object, each field with its default and its words (shared/core/setting-meta.ts). */
export type SettingsSchema = z.ZodObject;

export type Values<S extends SettingsSchema> = z.output<S>;

/** The one value that a feature's settings are; everything else about them follows from it. */
export interface SettingsDefinition<S extends SettingsSchema = SettingsSchema> {
  /** In addresses, messages and exports; never changes. */
  feature: string;
  title: string;
  /** Has `guild_id`, `values`, `version` and `updated_at`; version 0 stands for defaults that were never saved. */
  table: string;
  schema: S;
}

/** Declares a feature's settings; a field without a default does not compile. */
export function defineSettings<S extends SettingsSchema>(
  definition: SettingsDefinition<S> & (Record<string, never> extends z.input<S> ? unknown : never),
): SettingsDefinition<S> {
  return definition;
}
