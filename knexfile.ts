import type { Knex } from 'knex';
import { migrationSource } from './shared/db/migrations/index.ts';

/**
 * For the knex command line: `node --import tsx node_modules/knex/bin/cli.js migrate:status`. Each environment has
 * a database of its own; nothing has a default, so that no command reaches the wrong one.
 */
const entry = (variable: string): Knex.Config => ({
  client: 'pg',
  connection: process.env[variable] ?? '',
  migrations: { migrationSource },
});

export default {
  development: entry('DATABASE_URL'),
  test: entry('TEST_DATABASE_URL'),
  production: entry('DATABASE_URL'),
};
