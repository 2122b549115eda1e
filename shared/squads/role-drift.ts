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

export interface MemberCursor {
  guild: Snowflake;
  user: Snowflake;
}

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
           JOIN guild_members m ON m.guild_id = p.guild_id AND m.user_id = p.user_id
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
       WHERE g.active AND m.active AND m.roles @> ARRAY[s.role_id]
         AND NOT EXISTS (SELECT FROM squad_members k
           WHERE k.guild_id = s.guild_id AND k.user_id = m.user_id AND k.squad_id = s.id)
         AND NOT EXISTS (SELECT FROM role_grants e
           WHERE e.guild_id = s.guild_id AND e.user_id = m.user_id AND e.role_id = s.role_id)
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

/**
 * Roles that former members of a deleted or changed squad still have to lose. Who is not in the guild any more lost it
 * with everything else, and who is in a squad with that role keeps it.
 */
export async function findFormerRoles(
  { db }: Deps,
  { bot, limit }: { bot: Snowflake; limit: number },
): Promise<RoleWish[]> {
  await db.raw(
    `DELETE FROM former_squad_roles f WHERE EXISTS (SELECT FROM guild_members m
         WHERE m.guild_id = f.guild_id AND m.user_id = f.user_id AND NOT m.active)
       OR EXISTS (SELECT FROM squad_members k JOIN squads s ON s.id = k.squad_id
         WHERE k.guild_id = f.guild_id AND k.user_id = f.user_id AND s.role_id = f.role_id)
       OR EXISTS (SELECT FROM role_grants e
         WHERE e.guild_id = f.guild_id AND e.user_id = f.user_id AND e.role_id = f.role_id)`,
  );
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT f.guild_id AS guild, f.user_id AS "user", f.role_id AS role, false AS give
     FROM former_squad_roles f JOIN guilds g ON g.id = f.guild_id
     WHERE g.active AND ${untroubled('f.guild_id', 'f.role_id')} ORDER BY 1, 2, 3 LIMIT ?`,
    [bot, limit],
  );
  return Wishes.parse(rows);
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
