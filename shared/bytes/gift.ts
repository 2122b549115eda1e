import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { lockBalances } from './accounts.ts';
import { wantGrants } from './earned-roles.ts';
import { move } from './move.ts';
import { type StaffOrder, writeDown } from './staff-order.ts';

export interface GiftOrder extends StaffOrder {
  reason: string;
}

const Gift = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('given'),
    balance: z.number(),
    grants: z.array(z.object({ guild: z.string(), user: z.string(), role: z.string() })),
  }),
  z.object({ is: z.literal('unknown') }),
  z.object({ is: z.literal('poor'), balance: z.number() }),
]);
/** What became of a gift of the staff; `unknown`: nobody by that id was ever a member. */
export type Gift = z.infer<typeof Gift>;

/**
 * Staff give a member bytes, or take some, with a reason (ledger kind `admin`), which is written down with them. Asked
 * again it moves nothing.
 */
export async function give({ db }: { db: Knex }, order: GiftOrder): Promise<Gift & { repeated: boolean }> {
  const { operation: id, guild, user, amount, reason, by } = order;
  const operation = { id, kind: 'gift', guild, user: null };
  const { outcome, repeated } = await once(db, operation, Gift, async (trx): Promise<Gift> => {
    const row = (await lockBalances(trx, guild, [user])).get(user);
    if (!row) return { is: 'unknown' };
    const balance = row.balance + amount;
    if (balance < 0) return { is: 'poor', balance: row.balance };
    const sides = amount > 0 ? { giver: null, receiver: user } : { giver: user, receiver: null };
    const text = `${reason} (${by.name})`.slice(0, 200);
    await move(trx, [
      { guild, ...sides, amount: Math.abs(amount), kind: 'admin', reason: text, operation: id },
    ]);
    const change = { before: { balance: row.balance }, after: { balance, amount: Math.abs(amount), reason } };
    await writeDown(trx, order, { what: 'bytes', ...change });
    const grants = amount > 0 ? await wantGrants(trx, [{ guild, user }]) : [];
    return { is: 'given', balance, grants };
  });
  return { ...outcome, repeated };
}
