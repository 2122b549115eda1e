import type { Knex } from '../db/knex.ts';

/** Whom Discord knows: of a forgotten user nothing tells any more who it was (migration 0010, `pseudonyms`). */
const isKnown = 'user_id NOT BETWEEN 1000000000000 AND 1999999999999';

/**
 * Resolves cases that are open, and wants Discord to take back those that it has something of. Answers with the latter:
 * an effect `lift` is due for each.
 */
export async function liftCases(
  trx: Knex.Transaction,
  cases: readonly { id: string; lifts: boolean }[],
  { by, note }: { by: string; note: string },
): Promise<string[]> {
  if (cases.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { id: string; lift: string }[] }>(
    `UPDATE moderation_cases c SET lift = CASE WHEN l.lifts AND ${isKnown} THEN 'wanted' ELSE c.lift END, resolved_at = now(),
       resolved_by = ?, resolved_note = ?, version = c.version + 1, changed_at = now()
     FROM jsonb_to_recordset(?::jsonb) AS l (id bigint, lifts boolean)
     WHERE c.id = l.id AND c.resolved_at IS NULL RETURNING c.id, c.lift`,
    [by, note, JSON.stringify(cases)],
  );
  return rows.filter(({ lift }) => lift === 'wanted').map(({ id }) => id);
}

/** Has Discord take back what a case that was resolved without undoing still does to its member. Whether there is such a thing. */
export async function liftResolved(trx: Knex.Transaction, id: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `UPDATE moderation_cases SET lift = 'wanted', version = version + 1, changed_at = now()
     WHERE id = ? AND resolved_at IS NOT NULL AND effect = 'done' AND lift = 'none' AND ${isKnown}
       AND (kind = 'ban' OR kind = 'timeout' AND ends_at > now()) RETURNING id`,
    [id],
  );
  return rows.length > 0;
}
