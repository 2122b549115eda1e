import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

interface Place {
  guild: Snowflake;
  user: Snowflake;
}

/** When these people joined these guilds, present or former members, in one query, as a function. */
export async function findJoinTimes(
  { db }: { db: Knex },
  places: readonly Place[],
): Promise<(place: Place) => Date | undefined> {
  if (places.length === 0) return () => undefined;
  const { rows } = await db.raw<{ rows: (Place & { at: Date })[] }>(
    `SELECT m.guild_id::text AS guild, m.user_id::text AS "user", m.joined_at AS at
     FROM unnest(?::bigint[], ?::bigint[]) AS p (guild, "user")
       JOIN guild_members m ON m.guild_id = p.guild AND m.user_id = p."user" WHERE m.joined_at IS NOT NULL`,
    [places.map(({ guild }) => guild), places.map(({ user }) => user)],
  );
  const times = new Map(rows.map(({ guild, user, at }) => [`${guild}:${user}`, at]));
  return ({ guild, user }) => times.get(`${guild}:${user}`);
}
