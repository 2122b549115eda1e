import type { Client } from 'pg';
import type { World } from './step.ts';

/** What is known of a build, beside its data: the schema `bench`. */
export const bookkeeping = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.world (world jsonb NOT NULL, finished_at timestamptz);
  CREATE TABLE bench.done (step text, batch integer, PRIMARY KEY (step, batch));
  CREATE TABLE bench.indexes (name text PRIMARY KEY, of text NOT NULL, definition text NOT NULL)`;

/** Undefined where none was begun, or the beginning was broken off. */
export async function findWorld(client: Client): Promise<{ world: World; isFinished: boolean } | undefined> {
  const { rows: known } = await client.query("SELECT to_regclass('bench.world') AS name");
  if (!known[0]?.name) return undefined;
  const { rows } = await client.query<{ world: World; finished_at: Date | null }>(
    'SELECT * FROM bench.world',
  );
  return rows[0] && { world: rows[0].world, isFinished: rows[0].finished_at !== null };
}

export async function keepWorld(client: Client, world: World): Promise<void> {
  await client.query('INSERT INTO bench.world (world) VALUES ($1)', [JSON.stringify(world)]);
}

export async function finishWorld(client: Client): Promise<void> {
  await client.query('UPDATE bench.world SET finished_at = now()');
}
