import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { Forgotten } from './erase.ts';
import { forgottenName } from './pseudonym.ts';

const atOnce = 5_000; // rows of the ledger that one statement changes

/**
 * Puts the pseudonym in a member's place: their row, with what it says of bytes, and the whole of their ledger, in one
 * transaction, so that every balance is the sum of the ledger at all times. The member's row is held only at its end,
 * however long the ledger is. Done once in each guild: whoever writes afterwards begins as new. Answers how many rows
 * changed.
 */
export function forgetMember(
  { db }: { db: Knex },
  who: Forgotten,
  guild: Snowflake,
  signal: AbortSignal,
): Promise<number> {
  return transact(db, async (trx) => {
    await allowPseudonym(trx, who);
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      'INSERT INTO guild_members (guild_id, user_id, active, name) VALUES (?, ?, false, ?) ON CONFLICT DO NOTHING',
      [guild, who.pseudonym, forgottenName],
    );
    if (rowCount === 0) return 0; // it was done: what is there is of somebody who came back
    const old = await moveLedger(trx, who, guild, { giver_id: '0', receiver_id: '0' }, signal);
    await trx.raw('SELECT FROM guild_members WHERE guild_id = ? AND user_id = ? FOR UPDATE', [
      guild,
      who.user,
    ]);
    const late = await moveLedger(trx, who, guild, old.last, signal);
    await takeOver(trx, who, guild);
    return old.moved + late.moved + 1;
  });
}

/** From here to its end, the transaction may put the pseudonym where the user stood (migration 0010). */
export async function allowPseudonym(
  trx: Knex.Transaction,
  { user, pseudonym }: Pick<Forgotten, 'user' | 'pseudonym'>,
): Promise<void> {
  await trx.raw(`SELECT set_config('smarter_dev.forgets', ?, true)`, [`${user}:${pseudonym}`]);
}

/** Of either side the row that was looked at last: what comes while the other is gone through has ids between the two. */
type Place = Record<'giver_id' | 'receiver_id', string>;

/** Rows of a member have ids in the order of their commits: each was written while the member's row was held. */
async function moveLedger(
  trx: Knex.Transaction,
  { user, pseudonym }: Forgotten,
  guild: Snowflake,
  after: Place,
  signal: AbortSignal,
): Promise<{ moved: number; last: Place }> {
  const last = { ...after };
  let moved = 0;
  for (const side of ['giver_id', 'receiver_id'] as const) {
    for (;;) {
      signal.throwIfAborted();
      const { rows } = await trx.raw<{ rows: { id: string }[] }>(
        `UPDATE bytes SET ${side} = :pseudonym, operation = put_pseudonym(operation, :user, :pseudonym),
           reason = ${side === 'giver_id' ? `CASE kind WHEN 'transfer' THEN NULL ELSE put_pseudonym(reason, :user, :pseudonym) END` : 'put_pseudonym(reason, :user, :pseudonym)'}
         WHERE id = ANY(ARRAY(SELECT id FROM bytes WHERE guild_id = :guild AND ${side} = :user AND id > :from
           ORDER BY id LIMIT ${atOnce})) RETURNING id`,
        { pseudonym, user, guild, from: last[side] },
      );
      for (const { id } of rows) last[side] = later(last[side], id);
      moved += rows.length;
      if (rows.length < atOnce) break;
    }
  }
  return { moved, last };
}

function later(one: string, other: string): string {
  return BigInt(other) > BigInt(one) ? other : one;
}

async function takeOver(
  trx: Knex.Transaction,
  { user, pseudonym }: Forgotten,
  guild: Snowflake,
): Promise<void> {
  await trx.raw(
    `UPDATE guild_members p SET balance = m.balance, received = m.received, sent = m.sent, version = p.version + 1
     FROM guild_members m
     WHERE (p.guild_id, p.user_id) = (:guild, :pseudonym) AND (m.guild_id, m.user_id) = (:guild, :user)`,
    { guild, user, pseudonym },
  );
  for (const table of ['squad_members', 'former_squad_roles', 'role_grants', 'frozen_days', 'guild_members'])
    await trx(table).where({ guild_id: guild, user_id: user }).delete();
}
