import { z } from 'zod';
import { HOUR, SECOND } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { readResult } from './results.ts';
import { listWhole, sizeOf } from './tables.ts';
import type { Work } from './work.ts';

const longest = 6 * HOUR; // of one table; longer than any that we know of takes
const again = SECOND / 4; // what is to be ended may not have begun when it was first looked for
const mostNamed = 20;

/** Frees the space of rows that are gone, table by table, partitions apart; everything goes on meanwhile. Counts tables. */
export const vacuumTables: Work = overTables('vacuum', 'VACUUM', 'parts');

/** Takes stock of what columns hold, on which plans of queries depend. Counts tables, with their partitions as one. */
export const analyzeTables: Work = overTables('analyze', 'ANALYZE', 'whole');

function overTables(kind: 'vacuum' | 'analyze', verb: string, units: 'parts' | 'whole'): Work {
  return async function* ({ db, clock }, { run, table, cursor, result, signal }) {
    const made = readResult(kind, result) ?? { tables: 0, before: 0, after: 0, slowest: [] };
    const all = await listWhole({ db }, { units, table });
    const last = z.string().safeParse(cursor).data ?? '';
    const total = all.length;
    const step = (at: unknown) => ({ done: made.tables, total, cursor: at, result: made });
    yield step(cursor);
    for (const name of all.filter((each) => each > last)) {
      const before = await sizeOf({ db }, name);
      if (before === undefined) continue; // a partition that is gone by now
      const began = clock();
      await runLong(db, { verb, table: name, note: `maintenance run ${run}` }, signal);
      const after = (await sizeOf({ db }, name)) ?? 0;
      const ms = Math.max(0, clock() - began);
      made.tables++;
      made.before += before;
      made.after += after;
      made.slowest = [...made.slowest, { table: name, ms, before, after }]
        .toSorted((one, other) => other.ms - one.ms)
        .slice(0, mostNamed);
      yield step(name);
    }
  };
}

/** Neither VACUUM nor ANALYZE of a large table ends in time by itself: the note tells Postgres which one to end. */
async function runLong(
  db: Knex,
  { verb, table, note }: { verb: string; table: string; note: string },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  let ending: NodeJS.Timeout | undefined;
  const cancel = () => void cancelStatement(db, note).catch(() => {}); // the next one may get through
  const end = () => {
    cancel();
    ending = setInterval(cancel, again);
  };
  signal.addEventListener('abort', end);
  try {
    await runUnlimited(db, `/* ${note} */ ${verb} ??`, table);
  } finally {
    signal.removeEventListener('abort', end);
    clearInterval(ending);
  }
}

/** Outside of a transaction, and on one connection, whose own limit of time (openDatabase) does not hold meanwhile. */
async function runUnlimited(db: Knex, statement: string, table: string): Promise<void> {
  const connection: unknown = await db.client.acquireConnection();
  try {
    await db.raw('SET statement_timeout = 0').connection(connection);
    await db.raw(statement, [table]).options({ query_timeout: longest }).connection(connection);
  } finally {
    await db
      .raw('RESET statement_timeout')
      .connection(connection)
      .catch(() => {}); // it has ended, and the pool gives it to nobody
    await db.client.releaseConnection(connection);
  }
}

async function cancelStatement(db: Knex, note: string): Promise<void> {
  await db.raw(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND starts_with(query, ?)`,
    [`/* ${note} */`],
  );
}
