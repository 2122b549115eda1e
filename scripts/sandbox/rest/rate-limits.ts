import { createHash } from 'node:crypto';
import type { Reply } from './reply.ts';

const bucketLimit = 1_000; // per second: real headers, but wide enough that only a loop gone wild meets it
const windowMs = 1_000;

export interface RateLimits {
  /** Counts the request; a reply where one of the limits is used up. */
  take(
    route: string,
    scope: string,
    open: boolean,
  ): { headers: Record<string, string>; refusal: Reply | null };
}

interface Window {
  start: number;
  used: number;
}

/** `globalLimit`: requests per second over all routes that are not open, 0 for none. */
export function createRateLimits(globalLimit: number, now: () => number): RateLimits {
  const windows = new Map<string, Window>();
  const everything: Window = { start: 0, used: 0 };

  return {
    take(route, scope, open) {
      const time = now();
      const key = `${route}:${scope}`;
      const window = windows.get(key) ?? { start: time, used: 0 };
      if (windows.size > 10_000) windows.clear();
      windows.set(key, window);
      const resetAfter = count(window, time);
      const headers = headersOf(route, window, time, resetAfter);
      if (!open && globalLimit > 0) {
        const wait = count(everything, time);
        if (everything.used > globalLimit) return { headers: {}, refusal: limited(wait, 'global') };
      }
      return { headers, refusal: window.used > bucketLimit ? limited(resetAfter, 'user', headers) : null };
    },
  };
}

/** Adds one to the window, a new one when it has passed; returns the milliseconds until it passes. */
function count(window: Window, time: number): number {
  if (time - window.start >= windowMs) Object.assign(window, { start: time, used: 0 });
  window.used += 1;
  return window.start + windowMs - time;
}

function headersOf(route: string, window: Window, time: number, resetAfter: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(bucketLimit),
    'x-ratelimit-remaining': String(Math.max(0, bucketLimit - window.used)),
    'x-ratelimit-reset': ((time + resetAfter) / 1000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfter / 1000).toFixed(3),
    'x-ratelimit-bucket': createHash('sha1').update(route).digest('hex').slice(0, 32),
  };
}

/** A 429 as Discord words it; the header is in whole seconds, the body exact. */
export function limited(waitMs: number, scope: 'user' | 'global' | 'shared', headers = {}): Reply {
  const global = scope === 'global';
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: waitMs / 1000, global },
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(waitMs / 1000)),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}
