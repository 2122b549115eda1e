import { z } from 'zod';
import { HOUR, SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Deps } from '../context.ts';
import { within } from '../http/deadline.ts';

const absolute = 12 * HOUR;
const patience = 2 * SECOND;

/** What is kept; koa-session adds its own fields. */
const Stored = z.looseObject({
  csrf: z.string().optional(),
  /** When it began: milliseconds since 1970. */
  since: z.number(),
  staff: z.object({ id: z.string(), fingerprint: z.string() }).optional(),
});

/** Sessions in Redis, as koa-session asks for them: shared by all web processes, gone after twelve hours in any case. */
export function openSessionStore({ redis, clock }: Pick<Deps, 'redis' | 'clock'>) {
  return {
    async get(id: string): Promise<unknown> {
      const text = await within(patience, redis.get(keys.session(id)));
      const stored = text ? Stored.safeParse(JSON.parse(text)).data : undefined;
      return stored && stored.since + absolute > clock() ? stored : undefined;
    },
    async set(id: string, session: unknown, ms: number, { changed }: { changed: boolean }): Promise<void> {
      const text = JSON.stringify(session);
      // An unchanged session is only prolonged: a request under way during a logout must not bring it back.
      const write = changed
        ? redis.set(keys.session(id), text, 'PX', ms)
        : redis.set(keys.session(id), text, 'PX', ms, 'XX');
      await within(patience, write);
    },
    async destroy(id: string): Promise<void> {
      await within(patience, redis.del(keys.session(id)));
    },
  };
}
