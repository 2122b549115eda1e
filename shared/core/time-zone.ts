import { LRUCache } from 'lru-cache';
import { DAY, MINUTE } from './clock.ts';

const slot = 15 * MINUTE; // all zones' offsets and their changes are multiples of a quarter of an hour
const daysOfSlots = new LRUCache<string, number>({ max: 10_000 });
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 600 }); // making one costs a millisecond

/** Whether this runtime knows the zone, as an IANA name such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** The calendar day of a moment in a time zone, in days since 1970-01-01. */
export function dayOf(timeZone: string, time: number): number {
  if (timeZone === 'UTC') return Math.floor(time / DAY);
  const key = `${timeZone} ${Math.floor(time / slot)}`;
  const known = daysOfSlots.get(key);
  if (known !== undefined) return known;
  const day = Date.parse(`${formatOf(timeZone).format(time)}T00:00:00Z`) / DAY;
  daysOfSlots.set(key, day);
  return day;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }); // Swedish dates are ISO 8601
  formats.set(timeZone, format);
  return format;
}
