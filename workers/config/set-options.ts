import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { Control } from '../../shared/settings/fields.ts';
import type { OptionJson } from '../interactions/declaration.ts';
import { described, named } from '../interactions/localise.ts';
import { type QuickSetting, quickSettings } from './quick-settings.ts';
import { settingTexts } from './setting-texts.ts';
import { wordsOf } from './values.ts';

const longest = 100; // characters of a description (Discord)

/** The options of `/config set`, one for each key setting: what the schema allows is all that Discord lets people type. */
export const setOptions: readonly OptionJson[] = quickSettings.map((setting) => ({
  name: setting.option,
  ...named(
    (locale) => wordsOf(setting, locale),
    ({ option }) => option,
  ),
  ...described(
    (locale) => wordsOf(setting, locale),
    ({ title, help }) => cut(`${title}: ${help}`, help),
  ),
  ...typeOf(setting, setting.field.control),
}));

function cut(whole: string, part: string): string {
  return whole.length <= longest ? whole : part;
}

type Typed =
  | { type: Type.Boolean | Type.Channel | Type.Role }
  | { type: Type.Integer; min_value?: number; max_value?: number }
  | { type: Type.String; max_length?: number; choices?: { name: string; value: string }[] };

/** Throws for a setting that no option can stand for: it cannot be `quick`. */
function typeOf(setting: QuickSetting, control: Control): Typed {
  switch (control.is) {
    case 'check':
      return { type: Type.Boolean };
    case 'number':
      return { type: Type.Integer, min_value: control.min, max_value: control.max };
    case 'text':
      return { type: Type.String, max_length: control.most };
    case 'choice':
      return { type: Type.String, choices: control.options.map(({ value }) => choiceOf(setting, value)) };
    case 'pick':
      if (!control.multiple) return { type: control.kind === 'channel' ? Type.Channel : Type.Role };
  }
  throw new Error(`${setting.id} cannot be an option of /config set`);
}

function choiceOf({ id }: QuickSetting, value: string) {
  const name = (locale: string) => settingTexts(locale)[id]?.choices?.[value] ?? value;
  return { name: name('en'), name_localizations: { de: name('de') }, value };
}
