import type { Knex } from './knex.ts';

/**
 * A statement that each connection parses and plans once, for those of the hot path whose planning takes longer than their
 * work. `name` goes with one text only.
 */
export async function runPrepared<Row>(
  db: Knex,
  { name, sql }: { name: string; sql: string },
  values: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(sql, values).options({ name });
  return rows;
}
