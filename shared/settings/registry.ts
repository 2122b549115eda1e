import { AutoModConfig } from '../automod/settings.ts';
import { BytesConfig } from '../bytes/settings.ts';
import { FileConfig } from '../files/settings.ts';
import { ModerationConfig } from '../moderation/settings.ts';
import { defineSettings, type SettingsDefinition } from './definition.ts';

export const bytesSettings = defineSettings({
  feature: 'bytes',
  title: 'Bytes',
  table: 'bytes_configs',
  schema: BytesConfig,
});

export const automodSettings = defineSettings({
  feature: 'automod',
  title: 'Auto-moderation',
  table: 'automod_configs',
  schema: AutoModConfig,
});

export const fileSettings = defineSettings({
  feature: 'files',
  title: 'Files',
  table: 'file_configs',
  schema: FileConfig,
});

export const moderationSettings = defineSettings({
  feature: 'moderation',
  title: 'Moderation',
  table: 'moderation_configs',
  schema: ModerationConfig,
});

/** Every feature with settings. A new one has pages, an API, versions and a place in exports by standing here. */
export const featureSettings = [
  bytesSettings,
  automodSettings,
  fileSettings,
  moderationSettings,
] as const satisfies readonly SettingsDefinition[];
