import type { Knex } from './knex.ts';

/** A question to Postgres, and how its rows are read. They come as JSON: a `bigint` is selected as text, a time parsed. */
export interface Question<T> {
  sql: string;
  values: readonly Knex.RawBinding[];
  read(rows: unknown): T;
}

/** Asks them all with one statement, so that the answers are of one moment and a page has few round trips. */
export async function askTogether<T extends readonly unknown[]>(
  db: Knex,
  questions: { [I in keyof T]: Question<T[I]> },
): Promise<T> {
  const all: readonly Question<unknown>[] = questions;
  const answers = all.map(
    ({ sql }, index) => `(SELECT coalesce(json_agg(answer), '[]') FROM (${sql}) answer) AS "${index}"`,
  );
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
    `SELECT ${answers.join(', ')}`,
    all.flatMap(({ values }) => values),
  );
  return all.map(({ read }, index) => read(rows[0]?.[index])) as unknown as T;
}
