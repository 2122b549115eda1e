import { z } from 'zod';
import { evictAccounts } from '../bytes/evict.ts';
import { announceChange } from '../core/settings.ts';
import { readResult } from './results.ts';
import { estimateMembers } from './tables.ts';
import type { Work } from './work.ts';

const atOnce = 1_000; // members whose copies one command of Redis forgets

/** Has every process load a guild's settings anew, and forgets Redis' copies of its members' accounts. Counts members. */
export const flushGuild: Work = async function* (deps, { guild, done, cursor, result }) {
  if (guild === null) throw new Error('a flush is of a guild');
  const { db, redis, features } = deps;
  const flushed = readResult('cache-flush', result) ?? { copies: 0, features: [...features] };
  const total = await estimateMembers(deps, guild);
  for (const feature of features) await announceChange(redis, feature, guild);
  let looked = done;
  let after = z.string().safeParse(cursor).data ?? '0';
  yield { done, total, cursor, result: flushed };
  for (;;) {
    const users: string[] = await db('guild_members')
      .where('guild_id', guild)
      .where('user_id', '>', after)
      .orderBy('user_id')
      .limit(atOnce)
      .pluck('user_id');
    const last = users.at(-1);
    if (last === undefined) return;
    flushed.copies += await evictAccounts(deps, guild, users);
    looked += users.length;
    after = last;
    yield { done: looked, total, cursor: after, result: flushed };
  }
};
