import type { Clock } from '../shared/core/clock.ts';

/**
 * A shard's own time: milliseconds since 1970, greater at every call, whatever the clock does. What it received, and what
 * it asked for, is in one order thereby.
 */
export function openStamps(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(clock(), last + 1);
    return last;
  };
}
