import type { Reply } from './reply.ts';

const windowMs = 10 * 60_000; // Discord's documentation, "Rate Limits": Invalid Request Limit

/** Answers of 401, 403 and 429 count, but for a 429 that others share in the blame of. */
export interface InvalidRequests {
  count(reply: Reply): void;
  /** What every request gets while there were too many. */
  ban(): Reply | null;
}

/** `limit`: so many in ten minutes. */
export function createInvalidRequests(limit: number, now: () => number): InvalidRequests {
  let end = Number.NEGATIVE_INFINITY;
  let seen = 0;
  return {
    count({ status, headers }) {
      if (status !== 401 && status !== 403 && status !== 429) return;
      if (headers?.['x-ratelimit-scope'] === 'shared') return;
      if (now() >= end) [end, seen] = [now() + windowMs, 0];
      seen += 1;
    },
    ban() {
      if (now() >= end || seen < limit) return null;
      const wait = Math.ceil((end - now()) / 1_000);
      return {
        status: 429,
        text: 'error code: 1015',
        headers: { server: 'cloudflare', 'retry-after': String(wait) },
      };
    },
  };
}
