import type { Client } from 'pg';
import type { Step } from './step.ts';

/** Tables whose indexes are made again once their rows are there, since that is faster; by lane. */
export const bulk = {
  people: ['bytes', 'guild_members', 'discord_users', 'operations'],
  views: ['page_views', 'command_usages', 'redirect_clicks'],
} as const;

/** Takes the indexes off that hold no constraint. What they were is kept, also for a build that is broken off. */
export async function takeIndexesOff(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO bench.indexes (name, of, definition)
     SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = ANY($1::text[]::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
     ON CONFLICT DO NOTHING`,
    [Object.values(bulk).flat()],
  );
  const { rows } = await client.query<{ name: string }>('SELECT name FROM bench.indexes');
  for (const { name } of rows) await client.query(`DROP INDEX IF EXISTS ${name}`);
}

/** One batch each; `seconds` for all of them. */
export async function putIndexesBack(
  client: Client,
  tables: readonly string[],
  seconds: number,
): Promise<Step> {
  const { rows } = await client.query<{ definition: string }>(
    'SELECT definition FROM bench.indexes WHERE of = ANY($1) ORDER BY of, name',
    [tables],
  );
  return {
    name: `indexes of ${tables[0]}`,
    batches: rows.length,
    seconds,
    run: ({ client }, batch) => client.query(rows[batch]?.definition ?? 'SELECT'),
  };
}
