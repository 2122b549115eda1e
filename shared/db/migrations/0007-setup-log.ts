import type { Knex } from '../knex.ts';

/** What the settings logs of guilds have not been told of yet, besides versions of settings. */
export async function up(db: Knex): Promise<void> {
  await db.raw('CREATE TABLE unlogged_entries (entry_id bigint PRIMARY KEY REFERENCES audit_entries (id))');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP TABLE unlogged_entries');
}
