import { type Locale, localeOf } from '../core/catalogue.ts';

const formats = {
  en: new Intl.NumberFormat('en-US'),
  de: new Intl.NumberFormat('de-DE'),
} satisfies Record<Locale, Intl.NumberFormat>;

const words = {
  en: { one: 'byte', many: 'bytes' },
  de: { one: 'Byte', many: 'Bytes' },
} satisfies Record<Locale, { one: string; many: string }>;

const units = ['KB', 'MB', 'GB', 'TB', 'PB'];

/** For lists: `1,280`. */
export function formatCount(count: number, locale?: string): string {
  return formats[localeOf(locale)].format(count);
}

/** For prose: `512 bytes`, and from 1024 on `1.25 KB (1,280)`, cut after two decimals so that nobody is told more. */
export function formatBytes(count: number, locale?: string): string {
  const { one, many } = words[localeOf(locale)];
  if (count < 1024) return `${formatCount(count, locale)} ${count === 1 ? one : many}`;
  const power = Math.min(Math.floor(Math.log2(count) / 10), units.length);
  const cut = Math.floor((count / 1024 ** power) * 100) / 100;
  return `${formatCount(cut, locale)} ${units[power - 1]} (${formatCount(count, locale)})`;
}
