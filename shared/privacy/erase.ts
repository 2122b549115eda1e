import { HOUR } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { heldPeriods } from '../db/partitions.ts';
import type { Erasure } from './erasure.ts';
import { hourlyErasures } from './erasures.ts';
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

/** Which times a table has room for, in milliseconds since 1970. */
export interface Held {
  table: string;
  since: number;
  until: number;
}

/** Of all that has only its time to be found by: however long it was chosen to stay. */
export async function heldHours(db: Knex): Promise<Held[]> {
  const held = hourlyErasures.map(
    ({ table }) => `SELECT '${table}' AS table, since, until FROM (${heldPeriods(table)}) periods`,
  );
  const { rows } = await db.raw<{ rows: { table: string; since: Date; until: Date }[] }>(
    held.join(' UNION ALL '),
  );
  return rows.map(({ table, since, until }) => ({ table, since: since.getTime(), until: until.getTime() }));
}

/** What is found by its time alone, of the hour that begins then (milliseconds since 1970). Answers how many. */
export async function eraseHour(
  db: Knex,
  from: number,
  held: readonly Held[],
  who: Forgotten,
): Promise<number> {
  let changed = 0;
  for (const erasure of hourlyErasures) {
    if (!held.some(({ table, since, until }) => table === erasure.table && since <= from && from < until))
      continue;
    const bounds = { from: new Date(from), to: new Date(from + HOUR) };
    const find = `at >= :from AND at < :to AND ${erasure.find}`;
    for (let some = atOnce; some === atOnce; changed += some)
      some = await eraseWhere(db, erasure, who, find, bounds);
  }
  return changed;
}

async function eraseWhere(
  db: Knex,
  { table, key, set, waitsFor }: Erasure,
  who: Forgotten,
  find: string,
  bounds: Record<string, Date>,
): Promise<number> {
  const rows = (columns: string) => `SELECT ${columns} FROM ${table} WHERE ${find} LIMIT ${atOnce}`;
  const where = key ? `(${key}) IN (${rows(key)})` : `ctid = ANY(ARRAY(${rows('ctid')} FOR UPDATE))`;
  const erase = async (on: Knex) => {
    const { rowCount } = await on.raw<{ rowCount: number }>(
      `${set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`} WHERE ${where}`,
      { ...valuesOf(who), ...bounds },
    );
    return rowCount;
  };
  if (!waitsFor) return erase(db);
  return transact(db, async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [waitsFor]);
    return erase(trx);
  });
}

function valuesOf({ user, pseudonym, actedAs }: Forgotten) {
  return { user, pseudonym, actedAs: [...actedAs], name: forgottenName };
}
