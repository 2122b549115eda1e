import type { Knex } from '../db/knex.ts';
import { firstFiring } from './firing-list.ts';

/** Of one rule no more are counted than that. */
export const mostCountedFirings = 1_000;

/** How often rules have fired since then, watching or not: one entry for each that did. */
export async function countFirings(
  { db }: { db: Knex },
  rules: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  if (rules.length === 0) return new Map();
  const first = await firstFiring(db, since);
  const { rows } = await db.raw<{ rows: { rule: string; firings: number }[] }>(
    `SELECT r.id::text AS rule, f.firings::int
     FROM unnest(?::bigint[]) AS r (id), LATERAL (
       SELECT count(*) AS firings FROM (
         SELECT FROM automod_firings
         WHERE rule_id = r.id AND id >= ?::bigint AND source = 'rule' AND started_at >= ?
         ORDER BY id DESC LIMIT ${mostCountedFirings}) t) f
     WHERE f.firings > 0`,
    [[...rules], first, since],
  );
  return new Map(rows.map(({ rule, firings }) => [rule, firings]));
}
