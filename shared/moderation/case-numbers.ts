import type { Knex } from '../db/knex.ts';

/** Which number these cases, named by their ids, have in their guilds. */
export async function findCaseNumbers(
  { db }: { db: Knex },
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows: { id: string; number: number }[] = await db('moderation_cases')
    .whereIn('id', [...ids])
    .select('id', 'number');
  return new Map(rows.map(({ id, number }) => [id, number]));
}
