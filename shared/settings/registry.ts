import { BytesConfig } from '../bytes/settings.ts';
import { defineSettings, type SettingsDefinition } from './definition.ts';

export const bytesSettings = defineSettings({
  feature: 'bytes',
  title: 'Bytes',
  table: 'bytes_configs',
  schema: BytesConfig,
});

/** Every feature with settings. A new one has pages, an API, versions and a place in exports by standing here. */
export const featureSettings = [bytesSettings] as const satisfies readonly SettingsDefinition[];
