import { SECOND } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { keptFor } from '../db/retention.ts';

/** Forgets what members wrote that made rules fire (product §3, "Why") once it was kept long enough. Answers how many it forgot. */
export async function forgetExcerpts({ db }: { db: Knex }, limit: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `UPDATE automod_firings SET excerpt = NULL WHERE id IN (
       SELECT id FROM automod_firings WHERE excerpt IS NOT NULL AND created_at < now() - make_interval(secs => ?)
       ORDER BY created_at LIMIT ?)`,
    [kept / SECOND, limit],
  );
  return rowCount;
}

const kept = keptFor('automod_firings');
