import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Person = z.object({
  user: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  guild: z.string(),
  guildName: z.string(),
});
/** A user in one of their guilds. */
export type Person = z.infer<typeof Person>;

/** Of users whose name begins so, these are looked for among the members. */
const mostNamesakes = 2_000;

/**
 * Members by their whole id, or by how their name begins, whatever its case; exact names first. `only` limits the guilds.
 */
export async function findPeople(
  { db }: { db: Knex },
  { text, only, limit }: { text: string; only?: Snowflake[]; limit: number },
): Promise<Person[]> {
  const id = Snowflake.safeParse(text).data;
  const pattern = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const users = id
    ? { sql: 'SELECT id FROM discord_users WHERE id = ?', values: [id] }
    : {
        sql: `(SELECT id FROM discord_users WHERE lower(username) COLLATE "C" LIKE lower(?) LIMIT ${mostNamesakes})
         UNION (SELECT id FROM discord_users WHERE lower(global_name) COLLATE "C" LIKE lower(?) LIMIT ${mostNamesakes})`,
        values: [pattern, pattern],
      };
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT u.id AS "user", u.username, u.global_name AS "globalName", g.id AS guild, g.name AS "guildName"
     FROM (${users.sql}) found JOIN discord_users u USING (id)
       JOIN guild_members m ON m.user_id = u.id JOIN guilds g ON g.id = m.guild_id
     WHERE g.active ${only ? 'AND m.guild_id = ANY(?::bigint[])' : ''}
     ORDER BY lower(?) IN (lower(u.username), lower(u.global_name)) DESC NULLS LAST, lower(u.username), u.id, g.id
     LIMIT ?`,
    [...users.values, ...(only ? [only] : []), text, limit],
  );
  return z.array(Person).parse(rows);
}
