import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts';

/** Discord documentation, "Modify Guild Member". */
export const longestTimeout: number = (28 * DAY) / SECOND;
export const longestDuration: number = (3_650 * DAY) / SECOND; // beyond ten years people mean "for good"

export type ReadDuration =
  | { is: 'duration'; seconds: number }
  | { is: 'malformed' }
  | { is: 'zero' }
  | { is: 'too-long' };

const units = { w: 7 * DAY, d: DAY, h: HOUR, m: MINUTE, s: SECOND };
const inSeconds = new Map<string, number>([
  ...named(365 * DAY, 'y', 'year', 'years', 'jahr', 'jahre'),
  ...named(units.w, 'w', 'week', 'weeks', 'woche', 'wochen'),
  ...named(units.d, 'd', 'day', 'days', 'tag', 'tage'),
  ...named(units.h, 'h', 'hr', 'hour', 'hours', 'std', 'stunde', 'stunden'),
  ...named(units.m, 'm', 'min', 'minute', 'minutes', 'minuten'),
  ...named(units.s, 's', 'sec', 'second', 'seconds', 'sek', 'sekunde', 'sekunden'),
]);
const pieces = /(\d+)\s*([a-z]+)/g;
const whole = /^(\d+\s*[a-z]+\s*)+$/;

/** `10m`, `1h30m`, `2d`, `1w`: each unit once. `most`: seconds. */
export function readDuration(text: string, most: number = longestDuration): ReadDuration {
  const typed = text.trim().toLowerCase();
  if (!whole.test(typed)) return { is: 'malformed' };
  const read = [...typed.matchAll(pieces)].map(([, count = '', unit = '']) => ({
    count: Number(count),
    unit: inSeconds.get(unit),
  }));
  if (new Set(read.map(({ unit }) => unit)).size < read.length) return { is: 'malformed' };
  let seconds = 0;
  for (const { count, unit } of read) {
    if (unit === undefined) return { is: 'malformed' };
    seconds += count * unit;
  }
  if (seconds === 0) return { is: 'zero' };
  return seconds > most ? { is: 'too-long' } : { is: 'duration', seconds };
}

/** `1 h 30 min`: the same in all languages. */
export function tellDuration(seconds: number): string {
  const shown = { d: 'd', h: 'h', m: 'min', s: 's' } as const;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, name] of Object.entries(shown)) {
    const size = inSeconds.get(unit) ?? 1;
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.length > 0 ? parts.join(' ') : '0 s';
}

function named(length: number, ...names: string[]): [string, number][] {
  return names.map((name) => [name, length / SECOND]);
}
