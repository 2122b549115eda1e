import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Bytes } from './model.ts';

/** Bytes that go from one to another; null is the system. */
export interface Movement {
  guild: Snowflake;
  giver: Snowflake | null;
  receiver: Snowflake | null;
  /** More than 0. */
  amount: number;
  kind: Exclude<Bytes['kind'], 'daily'>;
  reason: string | null;
  operation: string;
  /** When the giver's cooldown begins, where it begins with this. */
  cools?: Date;
}

/** Kinds of which the receiver's total counts (product §1, "Role rewards"), and the giver's. */
export const receivedKinds: readonly Bytes['kind'][] = ['daily', 'transfer', 'squad-fee', 'admin'];
export const sentKinds: readonly Bytes['kind'][] = ['transfer', 'squad-fee'];

/**
 * Writes movements to the ledger and moves the balances with them. The members' rows must be locked, and hold enough: the
 * database refuses what would go below zero, or the same operation a second time.
 */
export async function move(trx: Knex.Transaction, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  const sides = movements.flatMap(({ guild, giver, receiver, amount, kind, cools }) => [
    ...(giver
      ? [{ guild, user: giver, by: -amount, received: 0, sent: sentKinds.includes(kind) ? amount : 0, cools }]
      : []),
    ...(receiver
      ? [{ guild, user: receiver, by: amount, received: receivedKinds.includes(kind) ? amount : 0, sent: 0 }]
      : []),
  ]);
  // one statement: people wait for each round trip
  await trx.raw(
    `WITH written AS (
       INSERT INTO bytes (guild_id, giver_id, receiver_id, amount, kind, reason, operation)
       SELECT * FROM jsonb_to_recordset(?::jsonb) AS w (guild bigint, giver bigint, receiver bigint, amount bigint,
         kind text, reason text, operation text)
     )
     UPDATE guild_members m SET balance = m.balance + c.by, received = m.received + c.received, sent = m.sent + c.sent,
       last_transfer_at = coalesce(c.cools, m.last_transfer_at), version = m.version + 1
     FROM (
       SELECT guild, "user", sum(by) AS by, sum(received) AS received, sum(sent) AS sent, max(cools) AS cools
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, "user" bigint, by bigint, received bigint, sent bigint,
         cools timestamptz)
       GROUP BY 1, 2
     ) c WHERE m.guild_id = c.guild AND m.user_id = c."user"`,
    [JSON.stringify(movements), JSON.stringify(sides)],
  );
}
