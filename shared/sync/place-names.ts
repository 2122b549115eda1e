import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Question } from '../db/together.ts';

const Named = z.object({ id: z.string(), name: z.string() });

/** What those roles and channels of a guild are called that are there, by id. */
export function presentPlaces(guild: Snowflake): Question<Record<Snowflake, string>> {
  return {
    sql: `SELECT id::text, CASE WHEN id = guild_id THEN 'everyone' ELSE name END AS name
        FROM guild_roles WHERE guild_id = ? AND active
      UNION ALL SELECT id::text, name FROM guild_channels WHERE guild_id = ? AND active`,
    values: [guild, guild],
    read: (rows) =>
      Object.fromEntries(
        z
          .array(Named)
          .parse(rows)
          .map(({ id, name }) => [id, name]),
      ),
  };
}

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
