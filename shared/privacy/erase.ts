import { DAY, HOUR } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';
import { keptFor } from '../db/retention.ts';
import { type Erasure, hourlyErasures } from './erasures.ts';
import { forgottenName } from './pseudonym.ts';

/** Whom a run forgets; `names`: by which others wrote of them. */
export interface Forgotten {
  user: Snowflake;
  pseudonym: Snowflake;
  names: readonly string[];
  /** Those under which they did something, where no id says that it was them. */
  actedAs: readonly string[];
}

const atOnce = 2_000; // rows that one statement locks
const looked = 5_000; // rows that one statement looks at, where it looks at all of them

/** Changes some of the rows, from after an id where a table is gone through by ids; `next`: undefined where none is left. */
export async function eraseSome(
  db: Knex,
  erasure: Erasure,
  who: Forgotten,
  after = '0',
): Promise<{ changed: number; next: string | undefined }> {
  if (erasure.ofActors && who.actedAs.length === 0) return { changed: 0, next: undefined };
  if (erasure.isPaged) return erasePage(db, erasure, who, after);
  const changed = await eraseWhere(db, erasure, who, erasure.find, {});
  return { changed, next: changed < atOnce ? undefined : after };
}

async function erasePage(
  db: Knex,
  { table, find, set }: Erasure,
  who: Forgotten,
  after: string,
): Promise<{ changed: number; next: string | undefined }> {
  const { rows } = await db.raw<{ rows: { changed: number; last: string | null }[] }>(
    `WITH page AS (SELECT id FROM ${table} WHERE id > :after ORDER BY id LIMIT ${looked}),
       changed AS (
         ${set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`}
         WHERE id = ANY(ARRAY(SELECT id FROM page)) AND ${find} RETURNING 1)
     SELECT (SELECT count(*)::integer FROM changed) AS changed, (SELECT max(id)::text FROM page) AS last`,
    { ...valuesOf(who), after },
  );
  return { changed: rows[0]?.changed ?? 0, next: rows[0]?.last ?? undefined };
}

/** All that has only its time to be found by, of the hour that begins then (milliseconds since 1970). Answers how many. */
export async function eraseHour(db: Knex, from: number, now: number, who: Forgotten): Promise<number> {
  let changed = 0;
  for (const erasure of hourlyErasures) {
    if (from < oldest(erasure.table, now)) continue;
    const bounds = { from: new Date(from), to: new Date(from + HOUR) };
    const find = `at >= :from AND at < :to AND ${erasure.find}`;
    for (let some = atOnce; some === atOnce; changed += some)
      some = await eraseWhere(db, erasure, who, find, bounds);
  }
  return changed;
}

/** When the first hour begins of which there may be rows. */
export async function firstHour(db: Knex, now: number): Promise<number> {
  const held = hourlyErasures.map(({ table }) => `SELECT since FROM (${heldRange(table)}) held`);
  const { rows } = await db.raw<{ rows: { since: Date | null }[] }>(
    `SELECT min(since) AS since FROM (${held.join(' UNION ALL ')}) all_held`,
  );
  const since = rows[0]?.since?.getTime() ?? now;
  const first = Math.min(...hourlyErasures.map(({ table }) => oldest(table, now)));
  return Math.max(first, Math.floor(since / HOUR) * HOUR);
}

/** A partition goes once all of it is old, an hour after that at the latest: so some rows are a day older than they should be. */
function oldest(table: (typeof hourlyErasures)[number]['table'], now: number): number {
  return Math.floor((now - keptFor(table) - 2 * DAY) / HOUR) * HOUR;
}

async function eraseWhere(
  db: Knex,
  { table, key, set }: Erasure,
  who: Forgotten,
  find: string,
  bounds: Record<string, Date>,
): Promise<number> {
  const rows = (columns: string) => `SELECT ${columns} FROM ${table} WHERE ${find} LIMIT ${atOnce}`;
  const where = key ? `(${key}) IN (${rows(key)})` : `ctid = ANY(ARRAY(${rows('ctid')} FOR UPDATE))`;
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `${set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`} WHERE ${where}`,
    { ...valuesOf(who), ...bounds },
  );
  return rowCount;
}

function valuesOf({ user, pseudonym, actedAs }: Forgotten) {
  return { user, pseudonym, actedAs: [...actedAs], name: forgottenName };
}
