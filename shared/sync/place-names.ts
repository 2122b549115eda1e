import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** What the roles and channels of these guilds are called, by id. */
export async function namePlaces(
  { db }: { db: Knex },
  guilds: readonly Snowflake[],
): Promise<Record<Snowflake, string>> {
  if (guilds.length === 0) return {};
  const { rows } = await db.raw<{ rows: { id: Snowflake; name: string }[] }>(
    `SELECT id::text, name FROM guild_roles WHERE guild_id = ANY(?::bigint[])
     UNION ALL SELECT id::text, name FROM guild_channels WHERE guild_id = ANY(?::bigint[])`,
    [[...guilds], [...guilds]],
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
