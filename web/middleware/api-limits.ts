import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Deps } from '../context.ts';
import type { ApiContext, ApiMiddleware } from '../http/caller.ts';
import { networkOf } from '../http/throttle.ts';

const patience = 2 * SECOND;
const per = MINUTE;

/** Requests a minute, over all web processes. */
export interface ApiLimits {
  /** Of one key. */
  key: number;
  /** Of all keys that one member of staff made. */
  user: number;
  /** Of a network that shows no valid key; the same again for tokens. */
  network: number;
}

export const apiLimits: ApiLimits = { key: 600, user: 1_800, network: 60 };

type Limit = keyof ApiLimits | 'token';
type Count = { limit: number; result: RateLimiterRes };

/** Counts a request before anything is done for it, and tells in `RateLimit-*` what is left of the tightest limit. */
export function limitRequests({ redis }: Pick<Deps, 'redis'>, limits: ApiLimits): ApiMiddleware {
  const limiter = (limit: Limit, points: number) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: keys.throttle(`api-${limit}`),
      points,
      duration: per / SECOND,
    });
  const limiters = {
    key: limiter('key', limits.key),
    user: limiter('user', limits.user),
    network: limiter('network', limits.network),
    token: limiter('token', limits.network),
  } satisfies Record<Limit, RateLimiterRedis>;

  async function count([limit, who]: readonly [Limit, string]): Promise<Count> {
    try {
      return { limit: limiters[limit].points, result: await within(patience, limiters[limit].consume(who)) };
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return { limit: limiters[limit].points, result: refused };
    }
  }

  return async (ctx, next) => {
    const counts = await Promise.all(countersOf(ctx).map(count));
    const tightest = counts.reduce((least, one) => (isTighter(one, least) ? one : least));
    const { remainingPoints, msBeforeNext } = tightest.result;
    const reset = String(Math.max(1, Math.ceil(msBeforeNext / SECOND)));
    ctx.set('RateLimit-Limit', String(tightest.limit));
    ctx.set('RateLimit-Remaining', String(Math.max(0, remainingPoints)));
    ctx.set('RateLimit-Reset', reset);
    if (isExceeded(tightest)) {
      ctx.set('Retry-After', reset);
      throw new AppError('rate-limited');
    }
    await next();
  };
}

function countersOf(ctx: ApiContext): (readonly [Limit, string])[] {
  const { identity } = ctx.state;
  const network = networkOf(ctx.ip);
  if (ctx.path.startsWith('/api/v1/auth/')) return [['token', network]];
  if (identity?.is !== 'caller') return [['network', network]];
  const { key, owner } = identity.caller;
  return [['key', key.id], ...(owner === null ? [] : [['user', owner] as const])];
}

/** One that is exceeded is tighter than one that is used up to its last request, of which nothing is left either. */
function isTighter(one: Count, other: Count): boolean {
  if (isExceeded(one) !== isExceeded(other)) return isExceeded(one);
  return (
    one.result.remainingPoints < other.result.remainingPoints ||
    (one.result.remainingPoints === other.result.remainingPoints &&
      one.result.msBeforeNext > other.result.msBeforeNext)
  );
}

function isExceeded({ limit, result }: Count): boolean {
  return result.consumedPoints > limit;
}
