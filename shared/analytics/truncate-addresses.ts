import { DAY } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';

export const whole = 30 * DAY; // product §8
const atOnce = 2_000; // rows that one statement locks
const tables = ['page_views', 'redirect_clicks', 'error_occurrences'] as const;

/**
 * Cuts addresses short that are older than thirty days: IPv4 to its first 24 bits, IPv6 to 48, which is a network of many.
 * Answers how many. What is beyond `steps` statements for a table is left to the next call.
 */
export async function truncateAddresses(
  { db }: { db: Knex },
  now: number,
  { steps = Number.POSITIVE_INFINITY } = {},
): Promise<number> {
  let all = 0;
  for (const table of tables) {
    let cut = atOnce;
    for (let step = 0; step < steps && cut === atOnce; step++, all += cut)
      cut = await cutSome(db, table, new Date(now - whole));
  }
  return all;
}

async function cutSome(db: Knex, table: (typeof tables)[number], before: Date): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `UPDATE ?? SET ip = network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 24 ELSE 48 END))
     WHERE (id, at) IN (SELECT id, at FROM ?? WHERE masklen(ip) IN (32, 128) AND at < ? ORDER BY at LIMIT ?)`,
    [table, table, before, atOnce],
  );
  return rowCount;
}
