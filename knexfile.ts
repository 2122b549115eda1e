import { existsSync } from 'node:fs';
import type { Knex } from 'knex';
import { migrationSource } from './shared/db/migrations/index.ts';

/**
 * For the knex command line: `node --import tsx node_modules/knex/bin/cli.js migrate:status`. Each environment has
 * a database of its own; nothing has a default, so that no command reaches the wrong one.
 */
const entry = (variable: string): Knex.Config => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const connection = process.env[variable];
  if (!connection) throw new Error(`Set ${variable} in the environment or in .env: it names the database.`);
  return { client: 'pg', connection, migrations: { migrationSource } };
};

// read when chosen: only that one must be set
export default {
  get development() {
    return entry('DATABASE_URL');
  },
  get test() {
    return entry('TEST_DATABASE_URL');
  },
  get production() {
    return entry('DATABASE_URL');
  },
};
