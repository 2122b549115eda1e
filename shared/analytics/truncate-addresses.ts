import { DAY } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';

export const whole = 30 * DAY; // product §8
const atOnce = 2_000; // rows that one statement locks

/** Statements that cut some short (`:limit`) which are from before then (`:before`). Each has an index of whole ones. */
const cuts = [
  ...['page_views', 'redirect_clicks', 'error_occurrences'].map(
    (table) => `UPDATE ${table} SET ip = network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 24 ELSE 48 END))
      WHERE (id, at) IN (SELECT id, at FROM ${table} WHERE masklen(ip) IN (32, 128) AND at < :before ORDER BY at LIMIT :limit)`,
  ),
  // of nothing else may an entry lose anything (migration 0010)
  `UPDATE audit_entries SET ip = network_of(ip) WHERE id = ANY(ARRAY(
     SELECT id FROM audit_entries WHERE strpos(ip, '/') = 0 AND at < :before ORDER BY at LIMIT :limit))`,
];

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
  for (const sql of cuts) {
    let cut = atOnce;
    for (let step = 0; step < steps && cut === atOnce; step++, all += cut)
      cut = await cutSome(db, sql, new Date(now - whole));
  }
  return all;
}

async function cutSome(db: Knex, sql: string, before: Date): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(sql, { before, limit: atOnce });
  return rowCount;
}
