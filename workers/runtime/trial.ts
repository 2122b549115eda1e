import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { AnyEnvelope } from '../../shared/core/events.ts';
import type { Context } from '../context.ts';
import { handleBatch, type Refused } from './batch.ts';
import type { Routes } from './handler.ts';
import { jobIdOf } from './quarantine.ts';

const nameLives = 10 * MINUTE; // outlasts the stall and a slow restart of every worker

/**
 * The event that was being tried when a process died, if any: it is refused, for it would kill the next one too.
 * Take it out of the batch before the trial goes on.
 */
export async function findKiller(
  { redis }: Pick<Context, 'redis'>,
  key: string,
  events: AnyEnvelope[],
): Promise<Refused[]> {
  const named = await redis.get(key);
  const killer = events.find((event) => jobIdOf(event) === named);
  return killer ? [{ event: killer, error: new Error('the process that handled it died') }] : [];
}

/** Handles events one by one, each named in Redis while it is tried. */
export async function tryOneByOne<C extends Pick<Context, 'redis'>>(
  context: C,
  routes: Routes<C>,
  key: string,
  { events, attempt }: { events: AnyEnvelope[]; attempt: number },
): Promise<Refused[]> {
  const refused: Refused[] = [];
  try {
    for (const event of events) {
      await context.redis.set(key, jobIdOf(event), 'EX', nameLives / SECOND);
      refused.push(...(await handleBatch(context, routes, { events: [event], attempt })));
    }
    return refused;
  } finally {
    await context.redis.del(key);
  }
}
