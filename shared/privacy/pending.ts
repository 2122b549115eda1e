import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Row = z.object({ guild: z.string(), number: z.number(), kind: z.string() });
export type PendingCase = z.infer<typeof Row>;

/** In SQL, of a row of moderation_cases. */
export const isPending = `(effect = 'wanted' OR lift = 'wanted'
  OR (kind = 'ban' AND ends_at IS NOT NULL AND resolved_at IS NULL AND effect <> 'failed'))`;

/** Cases for which Discord still has to be told whom they are about: without the id a ban would never be lifted. */
export async function pendingCases({ db }: { db: Knex }, user: Snowflake): Promise<PendingCase[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT guild_id AS guild, number, kind FROM moderation_cases
     WHERE user_id = ? AND ${isPending}
     ORDER BY id DESC LIMIT 20`,
    [user],
  );
  return z.array(Row).parse(rows);
}
