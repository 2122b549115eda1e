import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { type Field, fieldsOf } from '../../shared/settings/fields.ts';
import { featureSettings } from '../../shared/settings/registry.ts';

/** A setting that `/config` shows and changes: those whose schema says `quick`. */
export interface QuickSetting {
  definition: SettingsDefinition;
  field: Field;
  /** Under which setting-texts.ts has its words: `bytes.dailyAmount`. */
  id: string;
  /** Of `/config set`: `bytes-daily-amount`. */
  option: string;
}

export const quickSettings: readonly QuickSetting[] = featureSettings.flatMap((definition) =>
  fieldsOf(definition.schema)
    .filter(({ quick }) => quick)
    .map((field) => ({
      definition,
      field,
      id: `${definition.feature}.${field.key}`,
      option: `${definition.feature}-${field.key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    })),
);
