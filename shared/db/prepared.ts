import type { Client } from 'pg';
import type { Knex } from './knex.ts';

/**
 * A statement that each connection parses and plans once, for those of the hot path whose planning takes longer than their
 * work. `name` goes with one text only.
 */
export interface Prepared {
  name: string;
  sql: string;
}

export async function runPrepared<Row>(
  db: Knex,
  { name, sql }: Prepared,
  values: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(sql, values).options({ name });
  return rows;
}

/** A statement, and how to read its rows. */
export interface Step<T> {
  statement: Prepared;
  values: readonly unknown[];
  read(rows: unknown[]): T;
}

/**
 * Sends statements of a transaction in one round trip. Postgres does one after the other, each with a snapshot of its own:
 * what a step locks or writes, the next ones see. Where one fails so do those after it, and the first one's fault is thrown.
 */
export async function runTogether<T extends readonly unknown[]>(
  trx: Knex.Transaction,
  steps: { [I in keyof T]: Step<T[I]> },
): Promise<T> {
  const connection: Client = await trx.client.acquireConnection(); // the transaction's, which keeps it
  const sent = steps.map(async ({ statement: { name, sql }, values, read }: Step<unknown>) => {
    const { rows } = await connection.query({
      name,
      text: trx.client.positionBindings(sql),
      values: [...values],
    });
    return read(rows);
  });
  return (await Promise.all(sent)) as unknown as T;
}
