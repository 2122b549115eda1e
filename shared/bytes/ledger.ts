import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** One movement of bytes to be written; who gives is the system, here. Immutable once it stands. */
export interface Entry {
  guild: Snowflake;
  receiver: Snowflake;
  kind: 'starting' | 'daily';
  amount: number;
  operation: string;
  day?: number;
  streak?: number;
  multiplier?: number;
  tier?: string | null;
  channel?: Snowflake;
}

/**
 * Writes entries; answers with those that the ledger took, as `operation kind`. What it refuses stands there
 * already, by operation, by member and day, or as the member's one starting balance.
 */
export async function writeEntries(trx: Knex.Transaction, entries: Entry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `INSERT INTO bytes (guild_id, receiver_id, kind, amount, operation, day, streak, multiplier, tier, channel_id)
     SELECT * FROM jsonb_to_recordset(?::jsonb) AS e (guild bigint, receiver bigint, kind text, amount bigint,
       operation text, day integer, streak integer, multiplier integer, tier text, channel bigint)
     ON CONFLICT DO NOTHING RETURNING operation, kind`,
    [JSON.stringify(entries)],
  );
  const taken = z.array(z.object({ operation: z.string(), kind: z.string() })).parse(rows);
  return new Set(taken.map(({ operation, kind }) => `${operation} ${kind}`));
}

const Daily = z.object({
  guild: z.string(),
  user: z.string(),
  operation: z.string(),
  amount: z.coerce.number(),
  streak: z.number(),
  multiplier: z.number(),
  tier: z.string().nullable(),
  channel: z.string(),
});

/** The daily awards that stand under these operations. */
export async function findDaily(
  trx: Knex.Transaction,
  operations: string[],
): Promise<z.infer<typeof Daily>[]> {
  if (operations.length === 0) return [];
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT guild_id AS guild, receiver_id AS "user", operation, amount, streak, multiplier, tier,
       channel_id AS channel
     FROM bytes WHERE operation = ANY (?::text[]) AND kind = 'daily'`,
    [operations],
  );
  return z.array(Daily).parse(rows);
}
