import { formatCount } from '../../shared/bytes/format.ts';
import { localeOf } from '../../shared/core/catalogue.ts';
import type { QuickSetting } from './quick-settings.ts';
import { type SettingWords, settingTexts } from './setting-texts.ts';
import { texts } from './texts.ts';

/** The words of a setting, in whatever language; those of the panel where the catalogue has none. */
export function wordsOf({ id, option, field }: QuickSetting, locale?: string): SettingWords {
  const own = settingTexts(locale)[id];
  return own ?? { title: field.title, option, help: field.help ?? field.title };
}

/** A value as people in Discord read it. */
export function valueText(setting: QuickSetting, value: unknown, locale?: string): string {
  const { control, unit } = setting.field;
  const words = texts(locale);
  if (value === null || value === undefined || value === '') return words.none;
  if (typeof value === 'boolean') return value ? words.on : words.off;
  if (typeof value === 'number')
    return [formatCount(value, localeOf(locale)), unit && (words.units[unit] ?? unit)]
      .filter(Boolean)
      .join(' ');
  const text = String(value);
  if (control.is === 'choice') return wordsOf(setting, locale).choices?.[text] ?? text;
  if (control.is === 'pick') return control.kind === 'channel' ? `<#${text}>` : `<@&${text}>`;
  return `\`${text.replaceAll('`', 'ˋ')}\``;
}
