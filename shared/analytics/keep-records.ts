import type { z } from 'zod';
import { isDataFault, type Knex } from '../db/knex.ts';
import { heldPeriods } from '../db/partitions.ts';
import { idsAbout } from './job-subjects.ts';
import { type RecordKind, records } from './records.ts';

/**
 * Keeps rows of a kind in one statement, and notes the hours whose sums they change (roll-up.ts). Repeated it changes
 * nothing. Answers how many were left out: unreadable, or of a time that is not held.
 */
export async function keepRecords(
  { db }: { db: Knex },
  kind: RecordKind,
  given: readonly unknown[],
): Promise<{ dropped: number }> {
  const rows = given.flatMap((row) => records[kind].safeParse(row).data ?? []);
  return { dropped: given.length - (await insert(db, kind, rows)) };
}

type Row = z.output<(typeof records)[RecordKind]>;

/** Answers how many Postgres holds. One that it refuses must not take the others with it: those are tried by halves. */
async function insert(db: Knex, kind: RecordKind, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    const { rows: answer } = await db.raw<{ rows: { held: number }[] }>(statements[kind], [toJson(rows)]);
    return answer[0]?.held ?? 0;
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (rows.length === 1) return 0;
    const half = rows.length >> 1;
    return (await insert(db, kind, rows.slice(0, half))) + (await insert(db, kind, rows.slice(half)));
  }
}

/** Without what Postgres cannot store: NUL, and halves of signs. */
function toJson(rows: readonly Row[]): string {
  const withHosts = rows.map((row) =>
    'referrer' in row ? { ...row, referrer_host: hostOf(row.referrer) } : row,
  );
  return JSON.stringify(withHosts, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(unstorable, '\uFFFD') : value,
  );
}

const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function hostOf(referrer: string | null): string | null {
  if (referrer === null || !URL.canParse(referrer)) return null;
  return new URL(referrer).host.slice(0, 255) || null;
}

const counting = 'SELECT count(*)::integer AS held FROM given';

const statements: Record<RecordKind, string> = {
  views: noting('views', {
    table: 'page_views',
    insert: `
      INSERT INTO page_views (id, at, method, path, route, status, ms, ip, agent, referrer, referrer_host, bot)
      SELECT id, time, method, path, route, status, ms, ip, agent, referrer, referrer_host, bot`,
    row: `id uuid, at bigint, method text, path text, route text, status smallint, ms integer, ip inet, agent text,
      referrer text, referrer_host text, bot boolean`,
  }),
  clicks: noting('clicks', {
    table: 'redirect_clicks',
    insert: `
      INSERT INTO redirect_clicks (id, at, redirect_id, ip, agent, referrer, referrer_host, bot)
      SELECT id, time, redirect, ip, agent, referrer, referrer_host, bot`,
    row: `id uuid, at bigint, redirect bigint, ip inet, agent text, referrer text, referrer_host text, bot boolean`,
  }),
  commands: noting('commands', {
    table: 'command_usages',
    insert: `
      INSERT INTO command_usages (id, at, command, user_id, guild_id, ms, outcome)
      SELECT id, time, command, "user", guild, ms, outcome`,
    row: `id bigint, at bigint, command text, "user" bigint, guild bigint, ms integer, outcome text`,
  }),
  jobs: `${insertHeld({
    table: 'kept_jobs',
    insert: `
      INSERT INTO kept_jobs (id, queue, job, at, partition, name, guild_id, outcome, why, attempts, data, ids)
      SELECT id, queue, job, time, partition, name, guild, outcome, why, attempts, data, ids || ${idsAbout}`,
    row: `id uuid, queue text, job text, at bigint, partition integer, name text, guild bigint, outcome text, why text,
      attempts integer, data jsonb, ids bigint[]`,
  })} ${counting}`,
  surplus: `${selectHeld(
    'hourly_stats',
    'id uuid, at bigint, "of" text, label text, bot boolean, count bigint, sum bigint, most bigint',
  )},
    fresh AS (INSERT INTO counted_batches (id) SELECT id FROM given ORDER BY id ON CONFLICT DO NOTHING RETURNING id),
    kept AS (
      INSERT INTO record_surplus AS s (hour, kind, label, bot, count, sum, most)
      SELECT date_trunc('hour', time, 'UTC'), "of", label, bot, sum(count), sum(sum), max(most)
      FROM given JOIN fresh USING (id) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT (kind, hour, label, bot) DO UPDATE
        SET count = s.count + excluded.count, sum = s.sum + excluded.sum, most = greatest(s.most, excluded.most)
      RETURNING kind, hour
    ), ${note('kind', 'hour')} ${counting}`,
};

interface Kept {
  table: Parameters<typeof heldPeriods>[0];
  insert: string;
  /** Columns of a row as it comes. */
  row: string;
}

function selectHeld(table: Kept['table'], row: string): string {
  return `
    WITH given AS (
      SELECT row.*, time
      FROM jsonb_to_recordset(?::jsonb) AS row (${row}), LATERAL (SELECT to_timestamp(at / 1000.0) AS time) taken
      JOIN (${heldPeriods(table)}) held ON time >= held.since AND time < held.until
    )`;
}

function insertHeld({ table, insert, row }: Kept): string {
  return `${selectHeld(table, row)},
    kept AS (${insert} FROM given ON CONFLICT DO NOTHING RETURNING at)`;
}

/** A row of an hour is locked until both are committed, so that no roll-up overlooks what comes beside it. */
function noting(kind: 'views' | 'clicks' | 'commands', kept: Kept): string {
  return `${insertHeld(kept)}, ${note(`'${kind}'`, 'at')} ${counting}`;
}

function note(kind: string, at: string): string {
  return `
    noted AS (
      INSERT INTO stale_hours (kind, hour)
      SELECT DISTINCT ${kind}, date_trunc('hour', ${at}, 'UTC') FROM kept ORDER BY 1, 2
      ON CONFLICT (kind, hour) DO UPDATE SET version = excluded.version
    )`;
}
