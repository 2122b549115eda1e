import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';
import type { StatName } from './stat-names.ts';

export interface StatRow {
  stat: StatName;
  /** Milliseconds since 1970, any time of the hour. */
  at: number;
  /** '0' unless given: of all. */
  guild?: Snowflake;
  /** '' unless given: the total. */
  label?: string;
  count: number;
  sum?: number;
  most?: number;
}

/**
 * Adds to the sums of hours, in one statement; hours that are not held are left out. A repetition adds again, but for one
 * under the same id (a UUID) within two days (retention.ts). Refused before there are any partitions: whoever counts waits
 * for them.
 */
export async function addStats(
  { db }: { db: Knex },
  rows: readonly StatRow[],
  batch?: string,
): Promise<void> {
  if (rows.length === 0) return;
  const given = JSON.stringify(rows.map((row) => ({ guild: '0', label: '', sum: 0, most: 0, ...row })));
  await (batch === undefined ? db.raw(adding('true'), [given]) : db.raw(addingOnce, [batch, given]));
}

/** In order, so that processes that add at once do not wait for each other in a circle; the same hour comes once. */
function adding(condition: string): string {
  return `
  INSERT INTO hourly_stats AS s (hour, stat, guild_id, label, count, sum, most)
  SELECT date_trunc('hour', to_timestamp(at / 1000.0), 'UTC') AS hour, stat, guild, label, sum(count), sum(sum), max(most)
  FROM jsonb_to_recordset(?::jsonb)
      AS row (stat text, at bigint, guild bigint, label text, count bigint, sum bigint, most bigint),
    (${heldRange('hourly_stats')}) held
  WHERE ${condition}
    AND (held.since IS NULL OR (to_timestamp(at / 1000.0) >= held.since AND to_timestamp(at / 1000.0) < held.until))
  GROUP BY hour, stat, guild, label
  ORDER BY stat, guild, label, hour
  ON CONFLICT (stat, guild_id, label, hour) DO UPDATE
    SET count = s.count + excluded.count, sum = s.sum + excluded.sum, most = greatest(s.most, excluded.most)`;
}

/** Of two attempts at once the second waits for the first by the id. */
const addingOnce = `
  WITH fresh AS (INSERT INTO counted_batches (id) VALUES (?::uuid) ON CONFLICT DO NOTHING RETURNING id)
  ${adding('EXISTS (SELECT FROM fresh)')}`;
