import { type Clock, DAY, MINUTE, SECOND } from '../core/clock.ts';
import { within } from '../core/deadline.ts';
import { keys } from '../core/keys.ts';
import type { Log } from '../core/log.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { writeOutage } from './alarm-message.ts';
import { postAlarm } from './alarm-webhook.ts';

interface Deps {
  redis: Redis | Cluster;
  clock: Clock;
  log: Log;
  /** ALARM_WEBHOOK; without one nobody is told. */
  webhook: string | undefined;
  /** Where people find the panel. */
  origin: string;
}

/** Whether Postgres can be reached, where alarms are kept otherwise. */
export interface Outage {
  failed(): Promise<void>;
  answered(): Promise<void>;
}

const patience = MINUTE; // a restart of Postgres takes less, and is no news
const forgotten = 5 * MINUTE; // without another failure; looks are 15 s apart
const longest = DAY;
const answer = 2 * SECOND; // of Redis

/**
 * Tells the webhook that Postgres cannot be reached for a minute, and that it can be again: once, whichever processes see
 * it. Where Redis is away as well, each that looks tells for itself. What the webhook did not take is told at the next look.
 */
export function openOutage(deps: Deps): Outage {
  const { clock, log, webhook } = deps;
  let seen: number | undefined; // by this process, in milliseconds since 1970
  let toldAlone: number | undefined; // while Redis was away
  return {
    async failed() {
      if (!webhook) return;
      const now = clock();
      seen = Math.min(seen ?? now, (await noteFailure(deps, now)) ?? now);
      if (now - seen < patience) return;
      const claimed = await claimTelling(deps, seen);
      if (claimed === 'taken' || toldAlone !== undefined) {
        if (claimed !== 'alone') toldAlone = undefined; // from now on Redis knows
        return;
      }
      try {
        await postAlarm(webhook, writeOutage({ since: new Date(seen) }, deps.origin));
        if (claimed === 'alone') toldAlone = seen;
      } catch (error) {
        log.warn({ err: error }, 'ALARM_WEBHOOK was not told that Postgres is away; it is tried again');
        await ask(deps, (redis) => redis.del(keys.postgresAwayTold()));
      }
    },
    async answered() {
      if (!webhook) return;
      seen = undefined;
      const told = (await takeTold(deps)) ?? toldAlone;
      if (told === undefined) return;
      try {
        const span = { since: new Date(told), until: new Date(clock()) };
        await postAlarm(webhook, writeOutage(span, deps.origin));
        toldAlone = undefined;
      } catch (error) {
        log.warn({ err: error }, 'ALARM_WEBHOOK was not told that Postgres is back; it is tried again');
        toldAlone = told;
      }
    },
  };
}

/** Since when it fails, as far as any process knows. */
async function noteFailure(deps: Deps, now: number): Promise<number | undefined> {
  const first = await ask(deps, (redis) => redis.set(keys.postgresAway(), now, 'PX', forgotten, 'NX', 'GET'));
  if (!first) return undefined;
  await ask(deps, (redis) => redis.pexpire(keys.postgresAway(), forgotten));
  return Number(first);
}

async function claimTelling(deps: Deps, since: number): Promise<'mine' | 'taken' | 'alone'> {
  const said = await ask(deps, (redis) => redis.set(keys.postgresAwayTold(), since, 'PX', longest, 'NX'));
  if (said === undefined) return 'alone';
  if (said === 'OK') return 'mine';
  await ask(deps, (redis) => redis.pexpire(keys.postgresAwayTold(), longest));
  return 'taken';
}

/** Since when, where somebody told of it. */
async function takeTold(deps: Deps): Promise<number | undefined> {
  await ask(deps, (redis) => redis.del(keys.postgresAway()));
  const told = await ask(deps, (redis) => redis.getdel(keys.postgresAwayTold()));
  return told ? Number(told) : undefined;
}

/** Undefined where Redis does not answer; what it would do only once it is back is not asked. */
async function ask<T>(
  { redis, log }: Pick<Deps, 'redis' | 'log'>,
  what: (redis: Deps['redis']) => Promise<T>,
): Promise<T | undefined> {
  if (redis.status !== 'ready') return undefined;
  return within(answer, what(redis)).catch((error: unknown) => {
    log.debug({ err: error }, 'redis does not say who told of Postgres');
    return undefined;
  });
}
