import { isIPv6 } from 'node:net';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Deps } from '../context.ts';

const patience = 2 * SECOND;

/** So many tries in so many milliseconds, by whatever is counted, over all processes. */
const limits = {
  'login-network': { tries: 30, per: 15 * MINUTE },
  /** One name from one network. */
  'login-pair': { tries: 10, per: 15 * MINUTE },
  /** One name from anywhere: loose, as whoever knows a name could otherwise lock its owner out. */
  'login-name': { tries: 200, per: 1 * HOUR },
  /** People who come back from Discord's consent, by one network: each costs requests to Discord. */
  'discord-login': { tries: 30, per: 15 * MINUTE },
  /** The current password, asked of an account that is logged in. */
  password: { tries: 10, per: 15 * MINUTE },
  /** Codes, asked of an account whose password was right: a million of them, three of which count at a time. */
  'second-factor': { tries: 10, per: 1 * HOUR },
  /** Forms that were posted too late, by one network: each may cost Redis 64 kB. */
  'kept-form': { tries: 30, per: 10 * MINUTE },
  /** Forms handed to visitors without a session: each costs Redis one. */
  'login-form': { tries: 300, per: 10 * MINUTE },
  /** Looks at one's own cases by a link, by one member. */
  'my-cases': { tries: 120, per: 10 * MINUTE },
  /** Appeals by one member: moderators are told of each. */
  appeal: { tries: 10, per: 1 * HOUR },
  /** Files with settings, by one person: each holds up the process while it is read and compared. */
  'settings-import': { tries: 60, per: 10 * MINUTE },
} as const;

export type Limit = keyof typeof limits;
export type Verdict = { is: 'free' } | { is: 'throttled'; seconds: number };

export interface Throttle {
  /** Counts one try before it is made, so that tries side by side are all counted. */
  count(limit: Limit, who: string): Promise<Verdict>;
  /** Takes all tries back, after a success. */
  forgive(limit: Limit, who: string): Promise<void>;
}

/** For forms that are handed to strangers. Throws `rate-limited`. */
export async function limitForms(throttle: Throttle, ip: string): Promise<void> {
  const verdict = await throttle.count('login-form', networkOf(ip));
  if (verdict.is === 'throttled') throw new AppError('rate-limited');
}

export function openThrottle({ redis }: Pick<Deps, 'redis'>): Throttle {
  const limiter = (limit: Limit) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: keys.throttle(limit),
      points: limits[limit].tries,
      duration: limits[limit].per / SECOND,
    });
  const limiters = {
    'login-network': limiter('login-network'),
    'login-pair': limiter('login-pair'),
    'login-name': limiter('login-name'),
    'discord-login': limiter('discord-login'),
    password: limiter('password'),
    'second-factor': limiter('second-factor'),
    'kept-form': limiter('kept-form'),
    'login-form': limiter('login-form'),
    'my-cases': limiter('my-cases'),
    appeal: limiter('appeal'),
    'settings-import': limiter('settings-import'),
  } satisfies Record<Limit, RateLimiterRedis>;
  return {
    async count(limit, who) {
      try {
        await within(patience, limiters[limit].consume(who));
        return { is: 'free' };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return { is: 'throttled', seconds: Math.ceil(refused.msBeforeNext / SECOND) };
      }
    },
    async forgive(limit, who) {
      await within(patience, limiters[limit].delete(who));
    },
  };
}

/** What one household or host is likely to hold: the /64 of an IPv6 address, an IPv4 address itself. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
