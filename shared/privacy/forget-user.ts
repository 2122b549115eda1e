import { evictAccounts } from '../bytes/evict.ts';
import { type Clock, DAY, HOUR } from '../core/clock.ts';
import { keys, partitionOf } from '../core/keys.ts';
import type { Queues } from '../core/queues.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { eraseHour, eraseSome, type Forgotten, heldHours } from './erase.ts';
import { erasures } from './erasures.ts';
import { forgetInAudit } from './forget-audit.ts';
import { forgetJobs } from './forget-jobs.ts';
import { forgetMember } from './forget-member.ts';
import { dropNamesakes, type NamesakesCursor } from './namesakes.ts';
import { forgottenName } from './pseudonym.ts';

interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  queue: Queues['queue'];
  partitions: number;
}

/** Where it stands: each step may be done again from there, or from an earlier one. */
export type ForgetCursor =
  | { at: 'members'; after: Snowflake }
  | ({ at: 'namesakes' } & NamesakesCursor)
  /** `since`: all was gone through before, until then; what was written meanwhile is left. Milliseconds since 1970, as below. */
  | { at: 'erasures'; next: number; after?: string; since?: number }
  | { at: 'jobs'; since?: number }
  | { at: 'hours'; next: number; until: number; isAgain?: boolean }
  | { at: 'audit'; after: string; since: number }
  | { at: 'profile' };

export const beginning: ForgetCursor = { at: 'members', after: '0' };

const latest = 2 * DAY; // that records may come after their time (retention.ts)

/**
 * How far it is, after something that takes seconds at most; `changed`: rows, since the step before; `actedAs`: what is left
 * of these names from there on.
 */
export interface ForgetStep {
  cursor: ForgetCursor;
  changed: number;
  actedAs?: readonly string[];
}

/** Takes a user out of everything, step by step, from where an earlier worker left it. */
export async function* forgetUser(
  deps: Deps,
  who: Forgotten,
  { from, clock, signal }: { from: ForgetCursor; clock: Clock; signal: AbortSignal },
): AsyncGenerator<ForgetStep> {
  let [cursor, { actedAs }] = [from, who];
  while (true) {
    signal.throwIfAborted();
    const step = await takeStep(deps, { ...who, actedAs }, cursor, clock(), signal);
    if (!step) return;
    yield step;
    ({ cursor, actedAs = actedAs } = step);
  }
}

/** Undefined once nothing is left. */
async function takeStep(
  deps: Deps,
  who: Forgotten,
  cursor: ForgetCursor,
  now: number,
  signal: AbortSignal,
): Promise<ForgetStep | undefined> {
  switch (cursor.at) {
    case 'members':
      return forgetNextMember(deps, who, cursor.after, signal);
    case 'namesakes': {
      const { cursor: next, actedAs } = await dropNamesakes(deps.db, who, cursor);
      return {
        cursor: next ? { at: 'namesakes', ...next } : { at: 'erasures', next: 0 },
        changed: 0,
        actedAs,
      };
    }
    case 'erasures': {
      const erasure = erasures[cursor.next];
      const { at, next, since } = cursor;
      if (!erasure) return { cursor: { at: 'jobs', since }, changed: 0 };
      const { changed, next: after } = await eraseSome(deps.db, erasure, who, cursor.after);
      return { cursor: after ? { at, next, after, since } : { at, next: next + 1, since }, changed };
    }
    case 'jobs': {
      const changed = await forgetJobs(deps, who.user);
      if (changed > 0) return { cursor, changed };
      const { since } = cursor;
      const isAgain = since !== undefined;
      const next = isAgain ? Math.floor((since - latest) / HOUR) * HOUR : 0;
      return { cursor: { at: 'hours', next, until: now, isAgain }, changed };
    }
    case 'hours': {
      const { next, until, isAgain } = cursor;
      if (next > until)
        return {
          cursor: isAgain ? { at: 'profile' } : { at: 'audit', after: '0', since: until },
          changed: 0,
        };
      const held = await heldHours(deps.db);
      const first = Math.max(next, Math.min(until, ...held.map(({ since }) => since)));
      let [hour, changed] = [Math.floor(first / HOUR) * HOUR, 0];
      for (const end = hour + 24 * HOUR; hour < end && hour <= until && !signal.aborted; hour += HOUR)
        changed += await eraseHour(deps.db, hour, held, who);
      return { cursor: { ...cursor, next: hour }, changed };
    }
    case 'audit': {
      const { changed, last } = await forgetInAudit(deps, who, cursor.after);
      const { since } = cursor;
      return {
        cursor: last === null ? { at: 'erasures', next: 0, since } : { at: 'audit', after: last, since },
        changed,
      };
    }
    case 'profile':
      await forgetProfile(deps, who);
      return undefined;
  }
}

async function forgetNextMember(
  deps: Deps,
  who: Forgotten,
  after: Snowflake,
  signal: AbortSignal,
): Promise<ForgetStep> {
  const { db } = deps;
  await db('discord_users').insert({ id: who.pseudonym, username: forgottenName }).onConflict('id').ignore();
  const row: { guild_id: Snowflake } | undefined = await db('guild_members')
    .where({ user_id: who.user })
    .where('guild_id', '>', after)
    .orderBy('guild_id')
    .first('guild_id');
  if (!row) return { cursor: { at: 'namesakes', next: 0 }, changed: 0 };
  const changed = await forgetMember(deps, who, row.guild_id, signal);
  await evict(deps, row.guild_id, who.user);
  return { cursor: { at: 'members', after: row.guild_id }, changed };
}

/** Their account's copy, and the windows of auto-moderation: both expire by themselves, but later. */
async function evict(deps: Deps, guild: Snowflake, user: Snowflake): Promise<void> {
  await evictAccounts(deps, guild, [user]);
  await deps.redis.unlink(keys.memberWindow(partitionOf(guild, deps.partitions), guild, user));
}

/** Who is a member of a guild again by then keeps the profile that came with it. */
async function forgetProfile(deps: Deps, { user, pseudonym }: Forgotten): Promise<void> {
  await transact(deps.db, async (trx) => {
    const locked = await trx('discord_users').where({ id: user }).forUpdate().first('id');
    const member = await trx('guild_members').where({ user_id: user }).first('user_id');
    if (locked && !member) await trx('discord_users').where({ id: user }).delete();
  });
  const guilds: Snowflake[] = await deps.db('guild_members').where({ user_id: pseudonym }).pluck('guild_id');
  for (const guild of guilds) await evict(deps, guild, user);
}
