import { z } from 'zod';
import type { UserSighting } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

const Row = z.object({
  id: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.boolean(),
});

/** Those that are known; `only` limits them to people of these guilds, former members among them. */
export async function findUsers(
  { db }: { db: Knex },
  ids: readonly Snowflake[],
  only: readonly Snowflake[] | null = null,
): Promise<UserSighting[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT id, username, global_name AS "globalName", avatar, bot FROM discord_users u
     WHERE id = ANY(?::bigint[]) ${only ? 'AND EXISTS (SELECT FROM guild_members WHERE user_id = u.id AND guild_id = ANY(?::bigint[]))' : ''}
     ORDER BY id`,
    only ? [[...ids], [...only]] : [[...ids]],
  );
  return z.array(Row).parse(rows);
}

export async function findUser(
  deps: { db: Knex },
  id: Snowflake,
  only: readonly Snowflake[] | null = null,
): Promise<UserSighting | undefined> {
  const [user] = await findUsers(deps, [id], only);
  return user;
}

/**
 * Profiles as somebody else knows them at that time (milliseconds since 1970); of one that is named twice the last. What
 * was seen of Discord later counts more. Answers how many changed; a repetition changes nothing. Members are called by the new name where they have no
 * nickname.
 */
export async function saveUsers(
  { db }: { db: Knex },
  users: readonly UserSighting[],
  at: number,
): Promise<number> {
  const { rows } = await transact(db, (trx) =>
    trx.raw<{ rows: { changed: number }[] }>(
      `WITH told AS (
         SELECT DISTINCT ON (id) * FROM ROWS FROM (
           jsonb_to_recordset(?::jsonb) AS (id bigint, username text, "globalName" text, avatar text, bot boolean)
         ) WITH ORDINALITY AS t (id, username, "globalName", avatar, bot, place) ORDER BY id, place DESC
       ), changed AS (
         INSERT INTO discord_users AS u (id, username, global_name, avatar, bot, seen_at)
         SELECT t.id, t.username, t."globalName", t.avatar, t.bot, to_timestamp(? / 1000.0)
         FROM told t LEFT JOIN discord_users k ON k.id = t.id
         WHERE k.id IS NULL OR (k.username, k.global_name, k.avatar, k.bot)
           IS DISTINCT FROM (t.username, t."globalName", t.avatar, t.bot)
         ORDER BY t.id
         ON CONFLICT (id) DO UPDATE SET username = excluded.username, global_name = excluded.global_name,
           avatar = excluded.avatar, bot = excluded.bot, seen_at = excluded.seen_at
         WHERE u.seen_at < excluded.seen_at
         RETURNING id, coalesce(global_name, username) AS name
       ), renamed AS (
         UPDATE guild_members m SET name = changed.name FROM changed
         WHERE m.user_id = changed.id AND m.nick IS NULL AND m.name <> changed.name
       )
       SELECT count(*)::integer AS changed FROM changed`,
      [JSON.stringify(users), at],
    ),
  );
  return rows[0]?.changed ?? 0;
}
