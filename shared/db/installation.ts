import { AppError } from '../core/errors.ts';
import type { Knex } from './knex.ts';

/**
 * Makes sure that every process of an installation counts the same partitions: the first one to start sets the number,
 * any other number is `partitions-differ`.
 */
export async function claimPartitions(db: Knex, partitions: number): Promise<void> {
  await db.raw('INSERT INTO installation (partitions) VALUES (?) ON CONFLICT (only_row) DO NOTHING', [
    partitions,
  ]);
  const stored = await readPartitions(db);
  if (stored === partitions) return;
  throw new AppError('partitions-differ', {
    message: `PARTITIONS is ${partitions}, but the database was set up with ${stored}. Set it back to ${stored}; to change it, stop every process once the queues are empty, then: npm run admin partitions ${partitions}`,
  });
}

/** Undefined before the first process started. */
export async function readPartitions(db: Knex): Promise<number | undefined> {
  const { rows } = await db.raw<{ rows: { partitions: number }[] }>('SELECT partitions FROM installation');
  return rows[0]?.partitions;
}
