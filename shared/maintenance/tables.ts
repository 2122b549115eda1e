import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

type Deps = { db: Knex };

/**
 * Postgres' own estimates: no table is read for any of this. What was never analysed is counted as rows came and went.
 * Everything is in the one schema that migrations use.
 */
const estimated = `(CASE WHEN c.reltuples < 0 THEN coalesce(s.n_live_tup, 0) ELSE c.reltuples END)::bigint`;
const ours = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`;

const Count = z.coerce.number();
const Time = z.date().nullable();
const Table = z.object({
  name: z.string(),
  partitions: Count,
  rows: Count,
  /** Rows that are gone, and whose space is not free yet. */
  dead: Count,
  /** With indexes and long texts; and of the indexes alone. */
  bytes: Count,
  indexBytes: Count,
  vacuumedAt: Time,
  analyzedAt: Time,
});
/** A table with all its partitions. */
export type TableSize = z.infer<typeof Table>;

/** All tables, the largest first. */
export async function listTables({ db }: Deps): Promise<TableSize[]> {
  return readTables(db, 'true', []);
}

export async function findTable({ db }: Deps, name: string): Promise<TableSize | undefined> {
  return (await readTables(db, 'c.relname = ?', [name]))[0];
}

/** Of all tables, partitions apart, in their order. */
export async function listTableNames({ db }: Deps): Promise<string[]> {
  return listWhole({ db }, { units: 'whole', table: null });
}

async function readTables(db: Knex, condition: string, values: Knex.RawBinding[]): Promise<TableSize[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT r.relname AS name, count(*) FILTER (WHERE c.relispartition) AS partitions, sum(${estimated}) AS rows,
       coalesce(sum(s.n_dead_tup), 0) AS dead, sum(size.rows + size.indexes) AS bytes, sum(size.indexes) AS "indexBytes",
       max(greatest(s.last_vacuum, s.last_autovacuum)) AS "vacuumedAt",
       max(greatest(s.last_analyze, s.last_autoanalyze)) AS "analyzedAt"
     FROM (SELECT oid, relname FROM pg_class c WHERE ${ours} AND NOT relispartition AND ${condition}) r
       JOIN LATERAL (SELECT r.oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = r.oid) part (oid) ON true
       JOIN pg_class c ON c.oid = part.oid LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid AND c.relkind = 'r'
       CROSS JOIN LATERAL (SELECT pg_table_size(c.oid) AS rows, pg_indexes_size(c.oid) AS indexes OFFSET 0) size
     GROUP BY r.oid, r.relname ORDER BY bytes DESC, name`,
    values,
  );
  return z.array(Table).parse(rows);
}

/** Tables for a statement each, by name: partitions apart, or with the table that they are of; `table` alone, where given. */
export async function listWhole(
  { db }: Deps,
  { units, table }: { units: 'parts' | 'whole'; table: string | null },
): Promise<string[]> {
  const wanted = units === 'parts' ? `c.relkind = 'r'` : 'NOT c.relispartition';
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `SELECT c.relname AS name FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE ${ours} AND ${wanted} AND coalesce(i.inhparent::regclass::text, c.relname) = coalesce(?, i.inhparent::regclass::text, c.relname)
     ORDER BY c.relname COLLATE "C"`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** In bytes, with its indexes; undefined where there is no such table (any more). */
export async function sizeOf({ db }: Deps, table: string): Promise<number | undefined> {
  const { rows } = await db.raw<{ rows: { bytes: string }[] }>(
    `SELECT sum(pg_total_relation_size(part.oid)) AS bytes FROM pg_class c
       JOIN LATERAL (SELECT c.oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid) part (oid) ON true
     WHERE ${ours} AND c.relname = ? GROUP BY c.oid`,
    [table],
  );
  return rows[0] && Number(rows[0].bytes);
}

export async function estimateRows({ db }: Deps, tables: readonly string[]): Promise<number> {
  const { rows } = await db.raw<{ rows: { rows: string }[] }>(
    `SELECT coalesce(sum(${estimated}), 0) AS rows FROM pg_class r
       JOIN LATERAL (SELECT r.oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = r.oid) part (oid) ON true
       JOIN pg_class c ON c.oid = part.oid LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid AND c.relkind = 'r'
     WHERE r.relnamespace = 'public'::regnamespace AND r.relname = ANY(?)`,
    [[...tables]],
  );
  return Number(rows[0]?.rows);
}

/** How many rows of members there are: everywhere, or as Discord told of that guild. Null where nobody told. */
export async function estimateMembers({ db }: Deps, guild: Snowflake | null): Promise<number | null> {
  if (guild === null) return estimateRows({ db }, ['guild_members']);
  const row: { members: number | null } | undefined = await db('guilds')
    .where({ id: guild })
    .first('member_count as members');
  return row?.members ?? null;
}
