import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { receivedKinds, sentKinds } from './move.ts';

const batch = 5_000; // members summed by one statement, each of which sees one moment

const Amount = z.coerce.number();
const Sums = z.object({ balance: Amount, received: Amount, sent: Amount });
export const Difference = z.object({ guild: z.string(), user: z.string(), row: Sums, ledger: Sums });
/** A member whose row does not say what the ledger adds up to. */
export type Difference = z.infer<typeof Difference>;

const Page = z.object({
  members: z.number(),
  lastGuild: z.string().nullable(),
  lastUser: z.string().nullable(),
  differences: z.array(Difference),
});

/** The last member of a page: where the next one begins. */
export interface CheckedTo {
  guild: Snowflake;
  user: Snowflake;
}

/**
 * Compares every member's balance, received and sent with the ledger (design §4.9), some thousand members at a time:
 * bounded memory, by indexes, while everything runs. A ledger row belongs to members, so none is left out. `guild`: of that
 * guild alone; `after`: goes on where an earlier check was left.
 */
export async function* checkLedger(
  { db }: { db: Knex },
  { members = batch, guild, after = { guild: guild ?? '0', user: '0' } }: CheckOptions = {},
): AsyncGenerator<{ members: number; differences: Difference[]; last: CheckedTo }> {
  for (let from = after; ; ) {
    const page = await comparePage(db, from, { members, upTo: guild ?? highest });
    if (page.lastGuild === null || page.lastUser === null) return;
    from = { guild: page.lastGuild, user: page.lastUser };
    yield { members: page.members, differences: page.differences, last: from };
  }
}

interface CheckOptions {
  members?: number;
  guild?: Snowflake | undefined;
  after?: CheckedTo | undefined;
}

const highest = '9223372036854775807'; // of a bigint

async function comparePage(
  db: Knex,
  after: CheckedTo,
  { members, upTo }: { members: number; upTo: Snowflake },
): Promise<z.infer<typeof Page>> {
  const side = (who: 'giver_id' | 'receiver_id') =>
    `SELECT guild_id, ${who} AS user_id, sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE kind = ANY(?)), 0) AS counted
     FROM bytes, bounds
     WHERE ${who} IS NOT NULL AND (guild_id, ${who}) > (?, ?) AND (guild_id, ${who}) <= (last_guild, last_user) GROUP BY 1, 2`;
  const from = [after.guild, after.user];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS (
       SELECT guild_id, user_id, balance, received, sent FROM guild_members
       WHERE (guild_id, user_id) > (?, ?) AND guild_id <= ? ORDER BY guild_id, user_id LIMIT ?
     ), bounds AS (
       SELECT guild_id AS last_guild, user_id AS last_user FROM page ORDER BY guild_id DESC, user_id DESC LIMIT 1
     ), credit AS (${side('receiver_id')}), debit AS (${side('giver_id')}),
     compared AS ( -- grouped, not joined: a table without statistics must not end in a nested loop
       SELECT guild_id, user_id, sum(balance) AS balance, sum(received) AS received, sum(sent) AS sent,
         sum(moved) AS sum, sum(credited) AS credited, sum(debited) AS debited
       FROM (
         SELECT guild_id, user_id, balance, received, sent, 0 AS moved, 0 AS credited, 0 AS debited FROM page
         UNION ALL SELECT guild_id, user_id, 0, 0, 0, amount, counted, 0 FROM credit
         UNION ALL SELECT guild_id, user_id, 0, 0, 0, -amount, 0, counted FROM debit
       ) sides GROUP BY 1, 2
     )
     SELECT (SELECT count(*)::integer FROM page) AS members,
       (SELECT last_guild::text FROM bounds) AS "lastGuild", (SELECT last_user::text FROM bounds) AS "lastUser",
       coalesce((SELECT jsonb_agg(jsonb_build_object('guild', guild_id::text, 'user', user_id::text,
           'row', jsonb_build_object('balance', balance, 'received', received, 'sent', sent),
           'ledger', jsonb_build_object('balance', sum, 'received', credited, 'sent', debited))
           ORDER BY guild_id, user_id)
         FROM compared WHERE balance <> sum OR received <> credited OR sent <> debited), '[]') AS differences`,
    [...from, upTo, members, [...receivedKinds], ...from, [...sentKinds], ...from],
  );
  return z.tuple([Page]).parse(rows)[0];
}
