import type { Knex } from './knex.ts';
import type { Pruned } from './retention.ts';

/**
 * Deletes rows that were kept long enough at that time (milliseconds since 1970), the oldest first, so many at most.
 * Answers how many. Whoever does the same meanwhile takes others; a row that becomes younger meanwhile stays.
 */
export async function pruneRows(
  db: Knex,
  { table, since, kept }: Pruned,
  now: number,
  limit: number,
): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM ${table} WHERE ${since} < ? ORDER BY ${since} LIMIT ? FOR UPDATE SKIP LOCKED))`,
    [new Date(now - kept), limit],
  );
  return rowCount;
}
