import { loadAutoModSettings } from '../shared/automod/store.ts';
import { loadBytesSettings } from '../shared/bytes/store.ts';
import { cacheSettings } from '../shared/core/settings.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { loadFileSettings } from '../shared/files/store.ts';
import { loadModerationSettings } from '../shared/moderation/store.ts';
import type { Context } from './context.ts';

/** The settings of every feature that workers obey, each in a cache of its own. */
export function openSettings({ db, log }: Pick<Context, 'db' | 'log'>): Context['settings'] {
  return {
    bytes: cacheSettings((guilds) => loadBytesSettings({ db, log }, guilds)),
    automod: cacheSettings((guilds) => loadAutoModSettings({ db, log }, guilds)),
    moderation: cacheSettings((guilds) => loadModerationSettings({ db, log }, guilds)),
    files: cacheSettings((guilds) => loadFileSettings({ db, log }, guilds)),
  };
}

/** What forgets when a feature's settings change: who moderates a guild is known to auto-moderation and files as well. */
export function dependents(
  settings: Context['settings'],
): Record<keyof Context['settings'], { forget(guild?: Snowflake): void }> {
  const { moderation, automod, files } = settings;
  const forget = (guild?: Snowflake) => {
    for (const each of [moderation, automod, files]) each.forget(guild);
  };
  return { ...settings, moderation: { forget } };
}
