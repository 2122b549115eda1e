import { z } from 'zod';
import type { Staff } from '../../shared/accounts/store.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Deps } from '../context.ts';

/** A session as its owner sees it. `begun` and `seen` are milliseconds since 1970, the latter to the minute. */
export interface ListedSession {
  /** Names it; lets nobody in. */
  ref: string;
  begun: number;
  seen: number;
  ip: string;
  /** What the browser calls itself: anything. */
  agent: string;
}

const Stored = z.object({
  since: z.number(),
  seen: z.number().default(0),
  ip: z.string().default(''),
  agent: z.string().default(''),
  staff: z.object({ fingerprint: z.string() }),
});

/** The sessions of an account that a request can still be made with, the latest first. */
export async function listSessions(
  { redis }: Pick<Deps, 'redis'>,
  { id, fingerprint }: Pick<Staff, 'id' | 'fingerprint'>,
): Promise<ListedSession[]> {
  const found = await readSessions({ redis }, id);
  return found
    .flatMap(({ ref, text }) => {
      const { data } = text === null ? {} : Stored.safeParse(JSON.parse(text));
      if (data?.staff.fingerprint !== fingerprint) return []; // begun with an earlier password
      const { since, seen, ip, agent } = data;
      return [{ ref, begun: since, seen: Math.max(seen, since), ip, agent }];
    })
    .sort((a, b) => b.seen - a.seen || b.begun - a.begun);
}

/** Ends one by its name; false where there is none of that name. Bites at its next request. */
export async function endSession(
  { redis }: Pick<Deps, 'redis'>,
  staff: string,
  ref: string,
): Promise<boolean> {
  const id = await redis.hget(keys.staffSessions(staff), ref);
  if (id === null) return false;
  const ended = await redis.del(keys.session(id));
  await redis.hdel(keys.staffSessions(staff), ref);
  return ended > 0;
}

/** Ends all but the one of that name; answers how many. */
export async function endOtherSessions(
  { redis }: Pick<Deps, 'redis'>,
  staff: string,
  ref: string | undefined,
): Promise<number> {
  const all = await redis.hgetall(keys.staffSessions(staff));
  const others = Object.keys(all).filter((other) => other !== ref);
  const ended = await Promise.all(others.map((other) => endSession({ redis }, staff, other)));
  return ended.filter(Boolean).length;
}

/** Remembers a session of an account, and forgets those of it that have ended since. */
export async function indexSession(
  { redis }: Pick<Deps, 'redis'>,
  staff: string,
  ref: string,
  id: string,
  ms: number,
): Promise<void> {
  const key = keys.staffSessions(staff);
  const ended = (await readSessions({ redis }, staff)).filter(({ text }) => text === null);
  if (ended.length > 0) await redis.hdel(key, ...ended.map((gone) => gone.ref));
  await redis.hset(key, ref, id);
  await redis.pexpire(key, ms);
}

async function readSessions(
  { redis }: Pick<Deps, 'redis'>,
  staff: string,
): Promise<{ ref: string; text: string | null }[]> {
  const index = Object.entries(await redis.hgetall(keys.staffSessions(staff)));
  if (index.length === 0) return [];
  const texts = await redis.mget(index.map(([, id]) => keys.session(id)));
  return index.map(([ref], at) => ({ ref, text: texts[at] ?? null }));
}
