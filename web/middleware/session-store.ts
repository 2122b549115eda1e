import { z } from 'zod';
import { HOUR, SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Deps } from '../context.ts';
import { indexSession } from './session-list.ts';

export const absolute = 12 * HOUR;
const patience = 2 * SECOND;

/** What is kept; koa-session adds its own fields. */
const Stored = z.looseObject({
  csrf: z.string().optional(),
  /** When it began: milliseconds since 1970. */
  since: z.number(),
  staff: z.object({ id: z.string(), fingerprint: z.string() }).optional(),
  /** What it is called on the page that lists it. */
  ref: z.string().optional(),
});

interface Request {
  ctx?: object;
}

/**
 * Sessions in Redis, as koa-session asks for them: shared by all web processes, gone after twelve hours in any case.
 * A request only prolongs or changes the session that it came with: one that was ended meanwhile stays ended.
 */
export function openSessionStore({ redis, clock }: Pick<Deps, 'redis' | 'clock'>) {
  const known = new WeakMap<object, string>();
  return {
    async get(id: string, _maxAge: unknown, { ctx }: Request): Promise<unknown> {
      const text = await within(patience, redis.get(keys.session(id)));
      const stored = text ? Stored.safeParse(JSON.parse(text)).data : undefined;
      if (!stored || stored.since + absolute <= clock()) return undefined;
      if (ctx) known.set(ctx, id);
      return stored;
    },
    async set(id: string, session: unknown, ms: number, { ctx }: Request): Promise<void> {
      const text = JSON.stringify(session);
      if (ctx && known.get(ctx) === id) {
        await within(patience, redis.set(keys.session(id), text, 'PX', ms, 'XX'));
        return;
      }
      await within(patience, redis.set(keys.session(id), text, 'PX', ms));
      if (ctx) known.set(ctx, id);
      const { staff, ref } = Stored.safeParse(session).data ?? {};
      if (staff && ref) await within(patience, indexSession({ redis }, staff.id, ref, id, absolute));
    },
    async destroy(id: string): Promise<void> {
      await within(patience, redis.del(keys.session(id)));
    },
  };
}
