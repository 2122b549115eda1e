import type { Knex } from '../knex.ts';
import * as foundation from './0001-foundation.ts';
import * as web from './0002-web.ts';
import * as sync from './0003-sync.ts';
import * as economy from './0004-economy.ts';
import * as automod from './0005-automod.ts';
import * as moderation from './0006-moderation.ts';
import * as setupLog from './0007-setup-log.ts';
import * as operations from './0008-operations.ts';
import * as cluster from './0009-cluster.ts';
import * as privacy from './0010-privacy.ts';
import * as webhooks from './0011-webhooks.ts';
import * as largeGuilds from './0012-large-guilds.ts';
import * as hosts from './0013-hosts.ts';

interface Migration {
  up(db: Knex): Promise<void>;
  down(db: Knex): Promise<void>;
}

/** All migrations in order. Names have no file extension, so that .ts and .js runs are the same to knex. */
const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-web': web,
  '0003-sync': sync,
  '0004-economy': economy,
  '0005-automod': automod,
  '0006-moderation': moderation,
  '0007-setup-log': setupLog,
  '0008-operations': operations,
  '0009-cluster': cluster,
  '0010-privacy': privacy,
  '0011-webhooks': webhooks,
  '0012-large-guilds': largeGuilds,
  '0013-hosts': hosts,
};

export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const migration = migrations[name];
    if (!migration)
      throw new Error(`the database knows a migration '${name}' that this version does not have`);
    return migration;
  },
};
