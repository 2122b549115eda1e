import type { Knex } from '../db/knex.ts';

/** Forgets what members wrote that made rules fire, seven days after (product §3, "Why"). Answers how many it forgot. */
export async function forgetExcerpts({ db }: { db: Knex }, limit: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `UPDATE automod_firings SET excerpt = NULL WHERE id IN (
       SELECT id FROM automod_firings WHERE excerpt IS NOT NULL AND created_at < now() - interval '7 days'
       ORDER BY created_at LIMIT ?)`,
    [limit],
  );
  return rowCount;
}
