import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** A user in a guild, whether or not they are a member of it now. */
interface Place {
  guild: Snowflake;
  user: Snowflake;
}

/** What these people are called in these guilds, in one query, as a function; an id for whom we know nothing of. */
export async function nameMembers(
  { db }: { db: Knex },
  places: readonly Place[],
): Promise<(place: Place) => string> {
  if (places.length === 0) return ({ user }) => user;
  const { rows } = await db.raw<{ rows: (Place & { name: string })[] }>(
    `SELECT p.guild::text, p."user"::text, coalesce(nullif(m.name, ''), nullif(u.global_name, ''), u.username) AS name
     FROM (SELECT DISTINCT * FROM unnest(?::bigint[], ?::bigint[]) AS t (guild, "user")) p
       JOIN discord_users u ON u.id = p."user"
       LEFT JOIN guild_members m ON m.guild_id = p.guild AND m.user_id = p."user"`,
    [places.map(({ guild }) => guild), places.map(({ user }) => user)],
  );
  const names = new Map(rows.map(({ guild, user, name }) => [`${guild}:${user}`, name]));
  return ({ guild, user }) => names.get(`${guild}:${user}`) || user;
}
