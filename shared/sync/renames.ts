import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Renamed = z.object({
  guild: z.string(),
  user: z.string(),
  /** Of the event: milliseconds since 1970. */
  at: z.number(),
  username: z.string(),
  globalName: z.string().nullable(),
  nick: z.string().nullable(),
  avatar: z.string().nullable(),
  roles: z.array(z.string()),
  /** User name and display name as they were before, where these changed; null where only the nickname did. */
  former: z.array(z.string().nullable()).length(2).nullable(),
});
/** A member with the names that they have now. */
export type Renamed = z.infer<typeof Renamed>;

/**
 * The members whose names changed by these events of users, once they are saved. A new user name or display name changes
 * them in every guild that the user is in, and a shard passes it on only once: so there may be several for one event. The
 * same again for a replay, unless the names changed once more.
 */
export async function readRenames(
  { db }: { db: Knex },
  events: readonly { user: Snowflake; at: number }[],
): Promise<Renamed[]> {
  if (events.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.guild_id AS guild, m.user_id AS "user", (extract(epoch FROM m.names_changed_at) * 1000)::float8 AS at,
       u.username, u.global_name AS "globalName", m.nick, u.avatar, m.roles::text[] AS roles,
       m.former_names AS former
     FROM (SELECT DISTINCT id, to_timestamp(ms / 1000.0) AS at FROM unnest(?::bigint[], ?::numeric[]) AS t (id, ms)) t
       JOIN guild_members m ON m.user_id = t.id AND m.names_changed_at = t.at JOIN discord_users u ON u.id = m.user_id
     WHERE m.active ORDER BY m.guild_id, m.user_id`,
    [events.map(({ user }) => user), events.map(({ at }) => at)],
  );
  return z.array(Renamed).parse(rows);
}
