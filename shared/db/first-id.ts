import { z } from 'zod';
import type { Knex } from './knex.ts';

/**
 * The first row of a table that was written at that time (milliseconds since 1970) or later, by bisection over its ids: for
 * tables whose `id` rises with `created_at`, and that have no index of times. One beyond the last where there is none.
 */
export async function firstIdAt(
  db: Knex,
  table: 'bytes' | 'automod_firings' | 'moderation_cases',
  time: number,
): Promise<string> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH RECURSIVE search (low, high) AS (
       SELECT coalesce(min(id), 0), coalesce(max(id), 0) + 1 FROM ${table}
       UNION ALL
       SELECT CASE WHEN at < ? THEN middle + 1 ELSE low END, CASE WHEN at < ? THEN high ELSE middle END
       FROM (SELECT low, high, (low + high) / 2 AS middle FROM search WHERE low < high) s,
         LATERAL (SELECT created_at AS at FROM ${table} WHERE id >= middle ORDER BY id LIMIT 1) row
     )
     SELECT low AS id FROM search ORDER BY high - low LIMIT 1`,
    [new Date(time), new Date(time)],
  );
  return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
}
