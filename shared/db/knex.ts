import knex, { type Knex } from 'knex';

export type { Knex } from 'knex';

/** Postgres through knex. `bigint` stays a string (pg's default): Discord ids never become numbers. */
export function openDatabase(url: string, { pool = 10, name = 'smarter-dev' } = {}): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: name },
    pool: { min: 0, max: pool },
    acquireConnectionTimeout: 10_000,
    compileSqlOnError: false, // values stay out of error messages, and so out of the log
    log: { error: () => {}, warn: () => {} }, // knex prints what it also throws
  });
}

/** SQLSTATEs after which the same transaction, tried again, can succeed (PostgreSQL manual, appendix A). */
const passing = new Set(['40001', '40P01']);
/** Class 08 (connection), 57P (shutdown, crash, cannot connect now), 53 (resources): Postgres is away for a while. */
const away = /^(08|57P|53)/;
const offline = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'KNEX_TIMEOUT']);
const tries = 5;

/** Runs a transaction, again after a deadlock or serialization failure. `work` may therefore run several times. */
export async function transact<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === tries || !passing.has(sqlState(error))) throw error;
    }
  }
}

/** True where the data is at fault (a constraint, a value Postgres refuses), so that a retry would fail as well. */
export function isDataFault(error: unknown): boolean {
  return /^(22|23)/.test(sqlState(error));
}

/** True where Postgres cannot be reached or asked right now; waiting helps. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  if (away.test(state) || offline.has(state)) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'KnexTimeoutError' || error.message.includes('Connection terminated'); // pg gives no code
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
