import type { Knex } from '../../shared/db/knex.ts';

export interface Timed {
  sql: string;
  /** From when it was handed to a connection to its answer. */
  ms: number;
}

interface Event {
  sql: string;
  __knexQueryUid: string;
}

/** Does the work, and answers the statements that were sent to Postgres meanwhile with how long each took. */
export async function timeStatements(db: Knex, work: () => Promise<unknown>): Promise<Timed[]> {
  const begun = new Map<string, { sql: string; at: number }>();
  const timed: Timed[] = [];
  const begin = ({ sql, __knexQueryUid }: Event) =>
    void begun.set(__knexQueryUid, { sql, at: performance.now() });
  const end = (_: unknown, { __knexQueryUid }: Event) => {
    const one = begun.get(__knexQueryUid);
    if (one) timed.push({ sql: one.sql, ms: performance.now() - one.at });
  };
  db.on('query', begin).on('query-response', end);
  try {
    await work();
  } finally {
    db.off('query', begin).off('query-response', end);
  }
  return timed;
}
