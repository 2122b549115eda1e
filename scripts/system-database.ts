import type { z } from 'zod';
import { Config } from '../shared/core/config.ts';
import { Problem } from './services/problem.ts';
import { findRunningDatabase } from './services/running-postgres.ts';

/** What says which database a program of the operator is about. */
export const SystemDatabase = Config.pick({
  DATABASE_URL: true,
  DATA_DIR: true,
  DISCORD_TOKEN: true,
}).partial({
  DATABASE_URL: true,
});

/** The given database, else that of the system that runs here. */
export function urlOf({ DATABASE_URL, DATA_DIR, DISCORD_TOKEN }: z.infer<typeof SystemDatabase>): string {
  const url = DATABASE_URL ?? findRunningDatabase(DATA_DIR, DISCORD_TOKEN === undefined);
  if (url) return url;
  throw new Problem(
    'The embedded Postgres is not running. Run `npm start` in another terminal first; or set DATABASE_URL, where the database is your own.',
  );
}
