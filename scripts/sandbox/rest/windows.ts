import type { Allowance } from './buckets.ts';

const sweptFrom = 10_000; // windows

export interface Windows {
  /** Counts one more, in a new window where the last has passed. */
  count(key: string, allowance: Allowance): Counted;
}

export interface Counted {
  /** More than the allowance. */
  over: boolean;
  remaining: number;
  /** Milliseconds until the window passes. */
  resetAfter: number;
}

interface Window {
  end: number;
  used: number;
}

/** A window starts with its first request. */
export function createWindows(now: () => number): Windows {
  const windows = new Map<string, Window>();
  let sweepAt = sweptFrom;

  const sweep = (time: number) => {
    if (windows.size < sweepAt) return;
    for (const [key, { end }] of windows) if (end <= time) windows.delete(key);
    sweepAt = Math.max(sweptFrom, 2 * windows.size);
  };

  return {
    count(key, { limit, per }) {
      const time = now();
      sweep(time);
      const last = windows.get(key);
      const window = last && last.end > time ? last : { end: time + per, used: 0 };
      windows.set(key, window);
      window.used += 1;
      return {
        over: window.used > limit,
        remaining: Math.max(0, limit - window.used),
        resetAfter: window.end - time,
      };
    },
  };
}
