import type { Knex } from '../db/knex.ts';

/** Does the work, and answers the statements that were sent to Postgres meanwhile, by whomever over this `db`. */
export async function countQueries(db: Knex, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const note = ({ sql }: { sql: string }) => sent.push(sql);
  db.on('query', note);
  try {
    await work();
  } finally {
    db.off('query', note);
  }
  return sent;
}
