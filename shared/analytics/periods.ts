import { DAY, HOUR } from '../core/clock.ts';

export const periods = ['24h', '7d', '30d'] as const;
export type Period = (typeof periods)[number];

/** What a chart of a period spans: it begins with a whole hour or a day of UTC, and ends with the current step. */
export interface Span {
  /** Milliseconds since 1970. */
  from: number;
  step: number;
  /** How many steps, the current one included. */
  points: number;
}

const shapes: Record<Period, { unit: number; units: number; step: number }> = {
  '24h': { unit: HOUR, units: 24, step: HOUR },
  '7d': { unit: DAY, units: 7, step: 6 * HOUR },
  '30d': { unit: DAY, units: 30, step: DAY },
};

export function spanOf(period: Period, now: number): Span {
  const { unit, units, step } = shapes[period];
  const from = Math.floor(now / unit) * unit - (units - 1) * unit;
  return { from, step, points: Math.floor((now - from) / step) + 1 };
}
