import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** The squad that a user is in, in each of these guilds where they are in one. */
export async function squadsOfUser(
  { db }: { db: Knex },
  user: Snowflake,
  guilds: readonly Snowflake[],
): Promise<Map<Snowflake, { squad: string; name: string; joinedAt: Date }>> {
  const rows: { guild: Snowflake; squad: string; name: string; joinedAt: Date }[] = await db(
    'squad_members AS m',
  )
    .join('squads AS s', 's.id', 'm.squad_id')
    .where('m.user_id', user)
    .whereRaw('m.guild_id = ANY(?::bigint[])', [[...guilds]])
    .select('m.guild_id AS guild', 's.id AS squad', 's.name', 'm.joined_at AS joinedAt');
  return new Map(rows.map(({ guild, ...rest }) => [guild, rest]));
}
