import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Place = z.object({ is: z.enum(['channel', 'role']), id: z.string() });
type PlaceKind = z.infer<typeof Place>['is'];

/** Those of these ids that are channels, with threads, and roles of the guild, deleted ones too. */
export async function findOwnPlaces(
  { db }: { db: Knex },
  guild: Snowflake,
  ids: readonly Snowflake[],
): Promise<Record<PlaceKind, Set<Snowflake>>> {
  const found: Record<PlaceKind, Set<Snowflake>> = { channel: new Set(), role: new Set() };
  if (ids.length === 0) return found;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH asked AS (SELECT ?::bigint AS guild, ?::bigint[] AS ids)
     SELECT 'channel' AS is, id::text FROM guild_channels, asked WHERE guild_id = guild AND id = ANY(ids)
     UNION ALL SELECT 'channel', id::text FROM guild_threads, asked WHERE guild_id = guild AND id = ANY(ids)
     UNION ALL SELECT 'role', id::text FROM guild_roles, asked WHERE guild_id = guild AND id = ANY(ids)`,
    [guild, [...ids]],
  );
  for (const { is, id } of z.array(Place).parse(rows)) found[is].add(id);
  return found;
}
