import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** What guilds are called; those that are not known are left out. */
export async function findGuildNames(
  { db }: { db: Knex },
  guilds: Snowflake[],
): Promise<Map<Snowflake, string>> {
  const rows: { id: Snowflake; name: string }[] = await db('guilds')
    .whereIn('id', guilds)
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
