import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { kinds } from './model.ts';

const Row = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  amount: z.coerce.number(),
  giver: z.string().nullable(),
  receiver: z.string().nullable(),
  reason: z.string().nullable(),
  streak: z.number().nullable(),
  createdAt: z.date(),
});
/** A movement as its member sees it. */
export type Past = z.infer<typeof Row>;

/** Where a page begins: just older than a row of the ledger, or just newer; the newest page has neither. */
export interface Turn {
  older?: string;
  newer?: string;
}

/** A page, newest first, and whether there is more on either side. */
export interface PastPage {
  rows: Past[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/** A member's rows of the ledger, read by the indexes of givers and receivers. Steps back past the newest end there. */
export async function readHistory(
  { db }: { db: Knex },
  { guild, user }: { guild: Snowflake; user: Snowflake },
  { older, newer }: Turn,
  limit: number,
): Promise<PastPage> {
  const isBack = newer !== undefined;
  const bound = isBack ? 'id > ?::bigint' : older !== undefined ? 'id < ?::bigint' : 'true';
  const cursor = newer ?? older;
  const order = isBack ? 'ASC' : 'DESC';
  const side = (column: string) =>
    `(SELECT * FROM bytes WHERE guild_id = ? AND ${column} = ? AND ${bound} ORDER BY id ${order} LIMIT ?)`;
  const values = [guild, user, ...(cursor === undefined ? [] : [cursor]), limit + 1];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT id, kind, amount, giver_id AS giver, receiver_id AS receiver, reason, streak, created_at AS "createdAt"
     FROM (${side('receiver_id')} UNION ALL ${side('giver_id')}) b ORDER BY id ${order} LIMIT ?`,
    [...values, ...values, limit + 1],
  );
  const found = z.array(Row).parse(rows);
  const page = found.slice(0, limit);
  const hasMore = found.length > limit;
  if (!isBack) return { rows: page, hasOlder: hasMore, hasNewer: older !== undefined };
  if (!hasMore) return readHistory({ db }, { guild, user }, {}, limit);
  return { rows: page.reverse(), hasOlder: true, hasNewer: true };
}
