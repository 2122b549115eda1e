import { type Bucket, bucketsOf, patternOf, type RouteLimits, resourceOf, sharedLimits } from './buckets.ts';
import { createInvalidRequests, type InvalidRequests } from './invalid-requests.ts';
import type { Reply } from './reply.ts';
import { type Counted, createWindows } from './windows.ts';

export interface LimitOptions {
  /** Requests per second over all routes that are not open, 0 for none. */
  globalLimit: number;
  routeLimits: RouteLimits;
  /** Answers of 401, 403 and 429 in ten minutes. */
  invalidLimit: number;
}

export interface Asked {
  method: string;
  /** As it was asked for. */
  path: string;
  /** The route's, with names for its parts. */
  pattern: string;
  /** Outside the global limit. */
  open: boolean;
  /** The guild of the channel or of the path. */
  guild: string | null;
  /** Of the message that the path names, milliseconds; 0 where it names none. */
  messageAge: number;
}

export interface RateLimits {
  /** Counts the request; a reply where one of the limits is used up. */
  take(asked: Asked): { headers: Record<string, string>; refusal: Reply | null };
  invalid: InvalidRequests;
}

/** Discord's documentation, "Rate Limits". */
export function createRateLimits(options: LimitOptions, now: () => number): RateLimits {
  const windows = createWindows(now);
  const bucketOf = bucketsOf(options.routeLimits);

  const takeShared = ({ method, path, pattern, guild, messageAge }: Asked): Reply | null => {
    if (options.routeLimits === 'wide') return null;
    for (const { of, routes, olderThan = 0, code, message, ...allowance } of sharedLimits) {
      const resource = of === 'guild' ? guild : resourceOf(path);
      if (!resource || messageAge < olderThan || !routes.test(patternOf(method, pattern))) continue;
      const { over, resetAfter } = windows.count(`${code}:${resource}`, allowance);
      if (over) return limited(resetAfter, 'shared', {}, { message, code });
    }
    return null;
  };

  return {
    take(asked) {
      if (!asked.open && options.globalLimit > 0) {
        const { over, resetAfter } = windows.count('global', { limit: options.globalLimit, per: 1_000 });
        if (over) return { headers: {}, refusal: limited(resetAfter, 'global') };
      }
      const bucket = bucketOf(asked.method, asked.pattern);
      const counted = windows.count(`${bucket.name} ${resourceOf(asked.path)}`, bucket);
      const headers = headersOf(bucket, counted, now());
      if (counted.over) return { headers, refusal: limited(counted.resetAfter, 'user', headers) };
      const shared = takeShared(asked);
      return { headers, refusal: shared && { ...shared, headers: { ...headers, ...shared.headers } } };
    },
    invalid: createInvalidRequests(options.invalidLimit, now),
  };
}

function headersOf({ limit, hash }: Bucket, { remaining, resetAfter }: Counted, time: number) {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': ((time + resetAfter) / 1_000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfter / 1_000).toFixed(3),
    'x-ratelimit-bucket': hash,
  };
}

/** A 429 as Discord words it; the header is in whole seconds, the body exact. */
export function limited(
  waitMs: number,
  scope: 'user' | 'global' | 'shared',
  headers: Record<string, string> = {},
  more: { message?: string; code?: number } = {},
): Reply {
  const global = scope === 'global';
  const message = `${scope === 'shared' ? 'The resource is' : 'You are'} being rate limited.`;
  return {
    status: 429,
    body: { message, retry_after: waitMs / 1_000, global, ...more },
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(waitMs / 1_000)),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}
