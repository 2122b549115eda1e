import { randomBytes } from 'node:crypto';
import { after, before } from 'mocha';
import { type Knex, openDatabase } from '../db/knex.ts';
import { required } from './environment.ts';

export interface TestDatabase {
  readonly db: Knex;
  /** For parts that open their own connections. */
  readonly url: string;
}

/** A migrated, empty database of this test file's own: a clone of the run's template; call it inside `describe`. */
export function useDatabase({ pool = 10 } = {}): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = required('TEST_DATABASE_URL');
  const url = Object.assign(new URL(admin), { pathname: `/${name}` }).href;
  let db: Knex | undefined;
  before(async () => {
    await onServer(admin, `CREATE DATABASE ${name} TEMPLATE ${required('TEST_TEMPLATE')}`);
    db = openDatabase(url, { pool, name: 'test' });
  });
  after(async () => {
    await db?.destroy();
    await onServer(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return {
    url,
    get db() {
      if (!db) throw new Error('useDatabase() is open only while the tests of its describe run');
      return db;
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = openDatabase(url, { pool: 1, name: 'test' });
  try {
    await server.raw(sql);
  } finally {
    await server.destroy();
  }
}
