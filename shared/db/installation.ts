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
  const { rows } = await db.raw<{ rows: { partitions: number }[] }>('SELECT partitions FROM installation');
  const stored = rows[0]?.partitions;
  if (stored === partitions) return;
  throw new AppError('partitions-differ', {
    message: `PARTITIONS is ${partitions}, but the database was set up with ${stored}. Set it back to ${stored}; to change it, stop every process, let the queues run empty, and update the table installation.`,
  });
}
