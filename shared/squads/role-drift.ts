import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { RoleWish } from './roles.ts';

type Deps = { db: Knex };

/** What a walk over a table found in one piece of it, and where it goes on; null: it is through. */
export interface Piece<Cursor> {
  wishes: RoleWish[];
  next: Cursor | null;
}

const Wishes = z.array(
  z.object({ guild: z.string(), user: z.string(), role: z.string(), give: z.boolean() }),
);

/**
 * False for a role that Discord refused less than a day ago, unless the guild's roles or the bot's own have changed
 * since: one answer holds for everybody, and each refusal counts against the bot.
 */
const untroubled = (guild: string, role: string) => `NOT EXISTS (
  SELECT FROM failed_effects failure
  WHERE failure.guild_id = ${guild} AND failure.effect->>'kind' = 'squad-role'
    AND failure.effect->>'role' = ${role}::text AND failure.failed_at > greatest(now() - interval '1 day',
      (SELECT max(seen_at) FROM guild_roles known WHERE known.guild_id = ${guild}),
      (SELECT seen_at FROM guild_members self WHERE self.guild_id = ${guild} AND self.user_id = ?)))`;

/** SQL, of a member's row `m`: they have the role of a squad that they are not in, nor have earned it with bytes. */
const hasWithoutRight = (role: string, squad: string) => `m.active AND m.roles @> ARRAY[${role}]
  AND NOT EXISTS (SELECT FROM squad_members k
    WHERE k.guild_id = m.guild_id AND k.user_id = m.user_id AND k.squad_id = ${squad})
  AND NOT EXISTS (SELECT FROM role_grants e
    WHERE e.guild_id = m.guild_id AND e.user_id = m.user_id AND e.role_id = ${role})`;

export interface MemberCursor {
  guild: Snowflake;
  user: Snowflake;
}

/** Guild, user and role. */
export type RoleCursor = readonly [Snowflake, Snowflake, Snowflake];

/** Members of squads who are not known to have its role. Who joined just now is left to the one who let them in. */
export async function findMissingRoles(
  { db }: Deps,
  { bot, after, limit }: { bot: Snowflake; after: MemberCursor | undefined; limit: number },
): Promise<Piece<MemberCursor>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS (
       SELECT guild_id, user_id, squad_id, joined_at FROM squad_members
       WHERE (guild_id, user_id) > (?::bigint, ?::bigint) ORDER BY guild_id, user_id LIMIT ?
     )
     SELECT (SELECT CASE WHEN count(*) = ? THEN (array_agg(jsonb_build_object('guild', guild_id::text, 'user',
         user_id::text) ORDER BY guild_id DESC, user_id DESC))[1] END FROM page) AS next,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('guild', p.guild_id::text, 'user', p.user_id::text,
           'role', s.role_id::text, 'give', true)), '[]')
         FROM page p JOIN squads s ON s.id = p.squad_id JOIN guilds g ON g.id = p.guild_id
           JOIN LATERAL (SELECT active, roles FROM guild_members m -- LIMIT 1: looked up one by one
             WHERE m.guild_id = p.guild_id AND m.user_id = p.user_id LIMIT 1) m ON true
         WHERE g.active AND m.active AND s.role_id <> ALL (m.roles) AND p.joined_at < now() - interval '1 minute'
           AND ${untroubled('s.guild_id', 's.role_id')}) AS wishes`,
    [after?.guild ?? '0', after?.user ?? '0', limit, limit, bot],
  );
  const Next = z.object({ guild: z.string(), user: z.string() });
  return z.tuple([z.object({ wishes: Wishes, next: Next.nullable() })]).parse(rows)[0];
}

/** Members who have the role of a squad that they are not in, nor have earned it with bytes. */
export async function findStaleRoles(
  { db }: Deps,
  { bot, after, squads, limit }: { bot: Snowflake; after: string | undefined; squads: number; limit: number },
): Promise<Piece<string>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS (
       SELECT id, guild_id, role_id FROM squads WHERE id > ?::bigint ORDER BY id LIMIT ?
     ), stale AS (
       SELECT s.guild_id, m.user_id, s.role_id
       FROM page s JOIN guilds g ON g.id = s.guild_id JOIN guild_members m ON m.guild_id = s.guild_id
       WHERE g.active AND ${hasWithoutRight('s.role_id', 's.id')}
         AND ${untroubled('s.guild_id', 's.role_id')}
       LIMIT ?
     )
     SELECT (SELECT CASE WHEN count(*) = ? THEN max(id)::text END FROM page) AS next,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('guild', guild_id::text, 'user', user_id::text,
         'role', role_id::text, 'give', false)), '[]') FROM stale) AS wishes`,
    [after ?? '0', squads, bot, limit, squads],
  );
  return z.tuple([z.object({ wishes: Wishes, next: z.string().nullable() })]).parse(rows)[0];
}

/** From how many members the sweep takes a role once it is that of the squad; null: of a new one. */
export async function countStaleRoles(
  { db }: Deps,
  { guild, role, squad }: { guild: Snowflake; role: Snowflake; squad: string | null },
): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `SELECT count(*)::integer FROM guild_members m
     WHERE m.guild_id = ? AND ${hasWithoutRight('?::bigint', '?::bigint')}`,
    [guild, role, squad, role],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Roles that former members of a deleted or changed squad still have to lose, a piece of all of them. Who is not in the
 * guild any more lost it with everything else, and who is in a squad with that role, or earned it, keeps it.
 */
export async function findFormerRoles(
  { db }: Deps,
  { bot, after, limit }: { bot: Snowflake; after: RoleCursor | undefined; limit: number },
): Promise<Piece<RoleCursor>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS (
       SELECT guild_id, user_id, role_id FROM former_squad_roles
       WHERE (guild_id, user_id, role_id) > (?::bigint, ?::bigint, ?::bigint)
       ORDER BY guild_id, user_id, role_id LIMIT ?
     ), looked_up AS MATERIALIZED ( -- counts are looked up row by row; of EXISTS Postgres makes one hash of all there are
       SELECT p.*, (SELECT count(*) FROM guild_members m
             WHERE m.guild_id = p.guild_id AND m.user_id = p.user_id AND NOT m.active)
         + (SELECT count(*) FROM squad_members k JOIN squads s ON s.id = k.squad_id
             WHERE k.guild_id = p.guild_id AND k.user_id = p.user_id AND s.role_id = p.role_id)
         + (SELECT count(*) FROM role_grants e
             WHERE e.guild_id = p.guild_id AND e.user_id = p.user_id AND e.role_id = p.role_id) AS reasons
       FROM page p
     ), moot AS (
       DELETE FROM former_squad_roles f USING looked_up p
       WHERE f.guild_id = p.guild_id AND f.user_id = p.user_id AND f.role_id = p.role_id AND p.reasons > 0
       RETURNING f.guild_id, f.user_id, f.role_id
     )
     SELECT (SELECT CASE WHEN count(*) = ? THEN (array_agg(jsonb_build_array(guild_id::text, user_id::text,
         role_id::text) ORDER BY guild_id DESC, user_id DESC, role_id DESC))[1] END FROM page) AS next,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('guild', p.guild_id::text, 'user', p.user_id::text,
           'role', p.role_id::text, 'give', false)), '[]')
         FROM (TABLE page EXCEPT TABLE moot) p JOIN guilds g ON g.id = p.guild_id
         WHERE g.active AND ${untroubled('p.guild_id', 'p.role_id')}) AS wishes`,
    [...(after ?? ['0', '0', '0']), limit, limit, bot],
  );
  const Next = z.tuple([z.string(), z.string(), z.string()]);
  return z.tuple([z.object({ wishes: Wishes, next: Next.nullable() })]).parse(rows)[0];
}

/** The role of the squad that each of these members is in; of those who are in one. */
export async function findSquadRoles({ db }: Deps, members: readonly MemberCursor[]): Promise<RoleWish[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT k.guild_id AS guild, k.user_id AS "user", s.role_id AS role, true AS give
     FROM jsonb_to_recordset(?::jsonb) AS w (guild bigint, "user" bigint)
       JOIN squad_members k ON k.guild_id = w.guild AND k.user_id = w."user" JOIN squads s ON s.id = k.squad_id`,
    [JSON.stringify(members)],
  );
  return Wishes.parse(rows);
}
