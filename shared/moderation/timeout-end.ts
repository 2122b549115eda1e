import { MINUTE, SECOND } from '../core/clock.ts';
import { longestTimeout } from './durations.ts';

/**
 * When a timeout for something done at that time ends: counted from then, or from now where that would be over already. At
 * most 28 days from now, whatever clocks say.
 */
export function endOfTimeout(minutes: number, at: number, now: number): Date {
  const wanted = at + minutes * MINUTE;
  return new Date(Math.min(wanted > now ? wanted : now + minutes * MINUTE, now + longestTimeout * SECOND));
}
