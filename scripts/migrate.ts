import { pathToFileURL } from 'node:url';
import { HOUR } from '../shared/core/clock.ts';
import { Config } from '../shared/core/config.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { migrationSource } from '../shared/db/migrations/index.ts';
import { runProgram } from './program.ts';

const patience = HOUR; // an index over tens of millions of rows takes minutes

/** Brings the database to this version. Two at once are safe: knex holds a lock; running it again does nothing. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const db = openDatabase(databaseUrl, { pool: 2, name: 'smarter-dev migrate', patience });
  try {
    const [, done] = (await db.migrate.latest({ migrationSource })) as [number, string[]];
    return done;
  } finally {
    await db.destroy();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runProgram({
    schema: Config.pick({ DATABASE_URL: true }),
    run: async ({ DATABASE_URL }) => {
      const done = await migrate(DATABASE_URL);
      return done.length > 0 ? `applied ${done.join(', ')}` : 'nothing to apply';
    },
  });
}
