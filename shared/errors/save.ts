import { addStats, type StatRow } from '../analytics/add-stats.ts';
import { type Knex, transact } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';
import type { Batch, Group } from './batch.ts';

/** Adds a batch to what is stored; the same one again changes nothing. */
export async function saveBatch({ db }: { db: Knex }, batch: Batch): Promise<void> {
  await transact(db, async (trx) => {
    if (await isSaved(trx, batch)) return;
    const ids = await saveGroups(trx, [...batch.groups.values()]);
    await saveOccurrences(trx, batch, ids);
    await addToHours(trx, batch, ids);
  });
}

/** Whether an attempt whose answer never came did it after all: its latest occurrence tells, which is held the longest. */
async function isSaved(trx: Knex.Transaction, { occurrences }: Batch): Promise<boolean> {
  const latest = occurrences.at(-1);
  if (!latest) return true;
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`errors:${latest.id}`]);
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    'SELECT FROM error_occurrences WHERE id = ? AND at = ?',
    [latest.id, new Date(latest.at)],
  );
  return rows.length > 0;
}

/** What was resolved and happened again since is open again. Answers fingerprint → id. */
async function saveGroups(trx: Knex.Transaction, groups: readonly Group[]): Promise<Map<string, string>> {
  const rows = groups.map(({ hours: _, samples: __, firstAt, lastAt, ...group }) => ({
    ...group,
    first_at: new Date(firstAt),
    last_at: new Date(lastAt),
  }));
  const saved = await trx.raw<{ rows: { id: string; fingerprint: string }[] }>(
    `INSERT INTO route_errors AS known (fingerprint, type, code, message, stack, place, occurrences, first_at, last_at)
     SELECT fingerprint, type, code, message, stack, place, count, first_at, last_at
     FROM jsonb_to_recordset(?::jsonb) AS g (fingerprint text, type text, code text, message text, stack text, place text,
       count bigint, first_at timestamptz, last_at timestamptz)
     ORDER BY fingerprint
     ON CONFLICT (fingerprint) DO UPDATE SET
       occurrences = known.occurrences + excluded.occurrences,
       first_at = least(known.first_at, excluded.first_at),
       last_at = greatest(known.last_at, excluded.last_at),
       message = excluded.message, stack = excluded.stack, place = excluded.place,
       reopened = known.reopened + (known.resolved_at < excluded.last_at IS TRUE)::integer,
       resolved_by = CASE WHEN known.resolved_at < excluded.last_at THEN NULL ELSE known.resolved_by END,
       resolved_at = CASE WHEN known.resolved_at < excluded.last_at THEN NULL ELSE known.resolved_at END
     RETURNING id::text, fingerprint`,
    [JSON.stringify(rows)],
  );
  return new Map(saved.rows.map(({ id, fingerprint }) => [fingerprint, id]));
}

/** Without those too old to be held. Refused where there is no partition yet, so that the batch waits for it (collect.ts). */
async function saveOccurrences(
  trx: Knex.Transaction,
  { occurrences }: Batch,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = occurrences.map(({ at, fingerprint, ...rest }) => ({
    ...rest,
    at: new Date(at),
    error_id: ids.get(fingerprint),
  }));
  await trx.raw(
    `INSERT INTO error_occurrences (id, at, error_id, told, process, message, stack, facts, ip)
     SELECT id, at, error_id, told, process, message, stack, facts, ip
     FROM (${heldRange('error_occurrences')}) held, jsonb_to_recordset(?::jsonb) AS o (id uuid, at timestamptz, error_id bigint, told text, process text, message text,
       stack text, facts jsonb, ip inet)
     WHERE at >= coalesce(held.since, '-infinity')`,
    [JSON.stringify(rows)],
  );
}

async function addToHours(
  trx: Knex.Transaction,
  { groups, occurrences }: Batch,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const role = occurrences[0]?.process.split('-')[0] ?? '';
  const rows = [...groups.values()].flatMap(({ fingerprint, hours }) =>
    [...hours].flatMap(([at, count]): StatRow[] => [
      { stat: 'errors', at, count },
      { stat: 'errors', label: role, at, count },
      { stat: 'errors-by-kind', label: ids.get(fingerprint), at, count },
    ]),
  );
  await addStats({ db: trx }, rows);
}
