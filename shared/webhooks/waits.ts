import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts';

/** Between the attempts of a delivery: a short fault costs seconds, and a day passes before it is given up. */
const waits = [
  10 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
];

/** Milliseconds until the next attempt, after so many; undefined: that was the last one. */
export function waitAfter(attempts: number): number | undefined {
  return waits[attempts - 1];
}

/** Failures in a row after which a webhook rests, whatever else it is to be told. */
export const exhaustedAfter = 3;
const shortest = 10 * SECOND;
const longest = 10 * MINUTE;

/** Milliseconds for which a webhook is left alone after so many failures in a row. */
export function restAfter(failures: number): number {
  return failures < exhaustedAfter ? 0 : Math.min(shortest * 2 ** (failures - exhaustedAfter), longest);
}

/** Milliseconds without an answer after which a webhook is switched off: longer than a weekend, and than a delivery is tried. */
export const silence = 5 * DAY;

/** Milliseconds after which a failure tells nothing of the next one: what fails all the time is tried more often than that. */
export const longAgo = 2 * DAY;
