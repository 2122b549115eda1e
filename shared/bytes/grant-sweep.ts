import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type WantedGrant, wantGrants } from './earned-roles.ts';

type Deps = { db: Knex };
const Grants = z.array(z.object({ guild: z.string(), user: z.string(), role: z.string() }));

/**
 * Grants that wait since more than a minute, longest first: whoever noted them should have asked for them. The ones found
 * go to the end of the line.
 */
export async function findWaitingGrants({ db }: Deps, limit: number): Promise<WantedGrant[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `UPDATE role_grants t SET changed_at = now() FROM (
       SELECT g.guild_id, g.user_id, g.role_id FROM role_grants g
         JOIN guild_members m USING (guild_id, user_id) JOIN guilds d ON d.id = g.guild_id
       WHERE g.state = 'wanted' AND g.changed_at < now() - interval '1 minute' AND m.active AND d.active
       ORDER BY g.changed_at LIMIT ? FOR UPDATE OF g SKIP LOCKED
     ) w WHERE (t.guild_id, t.user_id, t.role_id) = (w.guild_id, w.user_id, w.role_id)
     RETURNING t.guild_id AS guild, t.user_id AS "user", t.role_id AS role`,
    [limit],
  );
  return Grants.parse(rows);
}

/**
 * Wants refused grants again where that can help: the guild's roles or the bot's own have changed since, or a day has
 * passed. A role that is gone will not come back.
 */
export async function retryFailedGrants(
  { db }: Deps,
  { bot, limit }: { bot: Snowflake; limit: number },
): Promise<WantedGrant[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH guilds_at_fault AS (
       SELECT guild_id, greatest((SELECT max(r.seen_at) FROM guild_roles r WHERE r.guild_id = f.guild_id),
           (SELECT b.seen_at FROM guild_members b WHERE b.guild_id = f.guild_id AND b.user_id = ?)) AS changed_at
       FROM (SELECT DISTINCT guild_id FROM role_grants WHERE state = 'failed') f
     )
     UPDATE role_grants t SET state = 'wanted', why = NULL, changed_at = now() FROM (
       SELECT g.guild_id, g.user_id, g.role_id FROM role_grants g
         JOIN guilds_at_fault f USING (guild_id) JOIN guild_members m USING (guild_id, user_id)
         JOIN guilds d ON d.id = g.guild_id
       WHERE g.state = 'failed' AND m.active AND d.active
         AND (g.changed_at < f.changed_at OR g.changed_at < now() - interval '1 day')
         AND NOT EXISTS (SELECT FROM guild_roles r
           WHERE r.guild_id = g.guild_id AND r.id = g.role_id AND NOT r.active)
       LIMIT ? FOR UPDATE OF g SKIP LOCKED
     ) w WHERE (t.guild_id, t.user_id, t.role_id) = (w.guild_id, w.user_id, w.role_id)
     RETURNING t.guild_id AS guild, t.user_id AS "user", t.role_id AS role`,
    [bot, limit],
  );
  return Grants.parse(rows);
}

const Lost = z.object({ wishes: Grants, next: z.tuple([z.string(), z.string(), z.string()]).nullable() });

/**
 * Wants again what was given to members before they left, of a piece of all grants: who came back while nobody listened
 * has lost it. `next` is where the following piece begins; null after the last.
 */
export async function wantLostGrants(
  { db }: Deps,
  { after, limit }: { after: readonly [string, string, string] | undefined; limit: number },
): Promise<z.infer<typeof Lost>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS (
       SELECT guild_id, user_id, role_id, state, changed_at FROM role_grants
       WHERE (guild_id, user_id, role_id) > (?::bigint, ?::bigint, ?::bigint)
       ORDER BY guild_id, user_id, role_id LIMIT ?
     ), lost AS MATERIALIZED ( -- few, so that they are looked up one by one, as members are by LIMIT 1
       SELECT p.guild_id, p.user_id, p.role_id
       FROM page p JOIN guilds g ON g.id = p.guild_id JOIN LATERAL (SELECT active, joined_at, roles
         FROM guild_members m WHERE m.guild_id = p.guild_id AND m.user_id = p.user_id LIMIT 1) m ON true
       WHERE p.state = 'granted' AND g.active AND m.active AND m.joined_at > p.changed_at
         AND p.role_id <> ALL (m.roles)
     ), wanted AS (
       UPDATE role_grants t SET state = 'wanted', changed_at = now() FROM lost l
       WHERE (t.guild_id, t.user_id, t.role_id) = (l.guild_id, l.user_id, l.role_id) AND t.state = 'granted'
       RETURNING t.guild_id, t.user_id, t.role_id
     )
     SELECT (SELECT CASE WHEN count(*) = ? THEN (array_agg(jsonb_build_array(guild_id::text, user_id::text,
         role_id::text) ORDER BY guild_id DESC, user_id DESC, role_id DESC))[1] END FROM page) AS next,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('guild', guild_id::text, 'user', user_id::text,
         'role', role_id::text)), '[]') FROM wanted) AS wishes`,
    [...(after ?? ['0', '0', '0']), limit, limit],
  );
  return z.tuple([Lost]).parse(rows)[0];
}

/** Begins to look at all members of each guild that has a new role reward, or a lowered one. */
export async function beginRewardChecks({ db }: Deps): Promise<void> {
  await db.raw(
    `UPDATE bytes_roles SET checked_threshold = threshold, checked_in = pg_current_xact_id(), checked_to =
       CASE WHEN checked_threshold IS NULL OR checked_to IS NOT NULL OR threshold < checked_threshold THEN 0 END
     WHERE checked_threshold IS DISTINCT FROM threshold`,
  );
}

/**
 * Goes on with one reward's members, so many of them, and answers with grants that are new; undefined where nothing is
 * left to look at. Waits for payments that began before the reward was seen: they did not ask for it.
 */
export async function goOnChecking({ db }: Deps, members: number): Promise<WantedGrant[] | undefined> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH due AS (
       SELECT guild_id, role_id, threshold, checked_to FROM bytes_roles
       WHERE checked_to IS NOT NULL AND checked_threshold = threshold
         AND checked_in < pg_snapshot_xmin(pg_current_snapshot())
       ORDER BY guild_id, role_id LIMIT 1 FOR UPDATE SKIP LOCKED
     ), page AS (
       SELECT m.user_id, m.active AND m.received >= d.threshold AS earned FROM due d JOIN LATERAL (
         SELECT user_id, received, active FROM guild_members m
         WHERE m.guild_id = d.guild_id AND m.user_id > d.checked_to ORDER BY user_id LIMIT ?) m ON true
     ), added AS (
       INSERT INTO role_grants (guild_id, user_id, role_id)
       SELECT d.guild_id, p.user_id, d.role_id FROM due d, page p WHERE p.earned ORDER BY 1, 2, 3
       ON CONFLICT DO NOTHING RETURNING guild_id AS guild, user_id AS "user", role_id AS role
     ), moved AS (
       UPDATE bytes_roles r SET checked_to =
         (SELECT CASE WHEN count(*) = ? THEN max(user_id) END FROM page)
       FROM due d WHERE r.guild_id = d.guild_id AND r.role_id = d.role_id
     )
     SELECT EXISTS (SELECT FROM due) AS found, coalesce((SELECT jsonb_agg(jsonb_build_object(
       'guild', guild::text, 'user', "user"::text, 'role', role::text)) FROM added), '[]') AS grants`,
    [members, members],
  );
  const [{ found, grants }] = z.tuple([z.object({ found: z.boolean(), grants: Grants })]).parse(rows);
  return found ? grants : undefined;
}

/** A member who came back, and when (milliseconds since 1970). */
export interface Returned {
  guild: Snowflake;
  user: Snowflake;
  at: number;
}

/**
 * All that these members have earned: Discord took it from them when they left. What was asked for since they came stays
 * as it is. Answers with what Discord has not confirmed.
 */
export function wantGrantsAgain({ db }: Deps, members: readonly Returned[]): Promise<WantedGrant[]> {
  return transact(db, async (trx) => {
    await trx.raw(
      `UPDATE role_grants g SET state = 'wanted', why = NULL, changed_at = now()
       FROM jsonb_to_recordset(?::jsonb) AS b (guild bigint, "user" bigint, at numeric)
       WHERE g.guild_id = b.guild AND g.user_id = b."user" AND g.state <> 'wanted'
         AND g.changed_at < to_timestamp(b.at / 1000.0)`,
      [JSON.stringify(members)],
    );
    return wantGrants(trx, [...members]);
  });
}
