import { z } from 'zod';
import { audit } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { Difference } from './check-ledger.ts';
import { wantGrants } from './earned-roles.ts';
import { receivedKinds, sentKinds } from './move.ts';

interface Member {
  guild: Snowflake;
  user: Snowflake;
}

/** `refused`: the ledger adds up to less than nothing, which no row can say; it stays as it is. */
export type Recounted = Difference & { refused: boolean };

/**
 * Makes the rows of these members say what the ledger adds up to, under their locks, and writes down what it changes.
 * Answers those that differed; the others, and a second time all of them, stay as they are. Copies in Redis are to be
 * evicted then (design §4.8). `subject`: what it is written down as.
 */
export function recountAccounts(
  { db }: { db: Knex },
  members: readonly Member[],
  subject: string,
): Promise<Recounted[]> {
  return transact(db, async (trx) => {
    const wanted = JSON.stringify(members);
    await trx.raw(
      `SELECT FROM guild_members WHERE (guild_id, user_id) IN
         (SELECT guild, "user" FROM jsonb_to_recordset(?::jsonb) AS w (guild bigint, "user" bigint))
       ORDER BY guild_id, user_id FOR UPDATE`,
      [wanted],
    );
    const recounted = (await compare(trx, wanted)).map((one) => ({
      ...one,
      refused: one.ledger.balance < 0,
    }));
    const corrected = recounted.filter(({ refused }) => !refused);
    await correct(trx, corrected);
    for (const [guild, changed] of byGuild(corrected)) await writeDown(trx, guild, changed, subject);
    await wantGrants(
      trx,
      corrected.filter(({ row, ledger }) => ledger.received > row.received),
    );
    return recounted;
  });
}

/** A statement of its own: it sees what was committed while the locks were waited for. */
async function compare(trx: Knex.Transaction, wanted: string): Promise<Difference[]> {
  const side = (who: 'giver_id' | 'receiver_id') =>
    `CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(amount) FILTER (WHERE kind = ANY(?)), 0) AS counted
       FROM bytes b WHERE b.guild_id = m.guild_id AND b.${who} = m.user_id) ${who}`;
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT guild_id::text AS guild, user_id::text AS "user",
       jsonb_build_object('balance', balance, 'received', received, 'sent', sent) AS "row",
       jsonb_build_object('balance', receiver_id.amount - giver_id.amount, 'received', receiver_id.counted,
         'sent', giver_id.counted) AS ledger
     FROM guild_members m ${side('receiver_id')} ${side('giver_id')}
     WHERE (guild_id, user_id) IN
       (SELECT guild, "user" FROM jsonb_to_recordset(?::jsonb) AS w (guild bigint, "user" bigint))
       AND (balance <> receiver_id.amount - giver_id.amount OR received <> receiver_id.counted OR sent <> giver_id.counted)
     ORDER BY m.guild_id, m.user_id`,
    [[...receivedKinds], [...sentKinds], wanted],
  );
  return z.array(Difference).parse(rows);
}

async function correct(trx: Knex.Transaction, corrected: readonly Difference[]): Promise<void> {
  if (corrected.length === 0) return;
  const rows = corrected.map(({ guild, user, ledger }) => ({ guild, user, ...ledger }));
  await trx.raw(
    `UPDATE guild_members m SET balance = c.balance, received = c.received, sent = c.sent, version = m.version + 1
     FROM jsonb_to_recordset(?::jsonb) AS c (guild bigint, "user" bigint, balance bigint, received bigint, sent bigint)
     WHERE m.guild_id = c.guild AND m.user_id = c."user"`,
    [JSON.stringify(rows)],
  );
}

function writeDown(
  trx: Knex.Transaction,
  guild: Snowflake,
  changed: readonly Difference[],
  subject: string,
): Promise<void> {
  const before = Object.fromEntries(changed.map(({ user, row }) => [user, row]));
  const after = Object.fromEntries(changed.map(({ user, ledger }) => [user, ledger]));
  const actor = { kind: 'system', name: 'system' } as const;
  return audit(trx, { actor, guild, action: 'bytes.recounted', subject, before, after });
}

function byGuild(members: readonly Difference[]): Map<Snowflake, Difference[]> {
  const guilds = new Map<Snowflake, Difference[]>();
  for (const member of members) guilds.set(member.guild, [...(guilds.get(member.guild) ?? []), member]);
  return guilds;
}
