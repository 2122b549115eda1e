import type { Snowflake } from '../core/snowflake.ts';
import type { SettingsDefinition, SettingsSchema, Values } from './definition.ts';
import { type Deps, saveSettings } from './store.ts';

/** Sets a guild's settings whatever they were; fields left out take their defaults. */
export async function configure<S extends SettingsSchema>(
  { db, redis }: Pick<Deps, 'db' | 'redis'>,
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  values: Partial<Values<S>>,
): Promise<void> {
  const warn = () => {
    throw new Error('the change was not announced');
  };
  const by = { actor: { kind: 'system', name: 'test' } } as const;
  await saveSettings({ db, redis, log: { warn } }, definition, guild, { values, by });
}
