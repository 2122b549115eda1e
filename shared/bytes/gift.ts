import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { lockBalances } from './accounts.ts';
import { wantGrants } from './earned-roles.ts';
import { move } from './move.ts';
import { once } from './operations.ts';

export interface GiftOrder {
  operation: string;
  guild: Snowflake;
  user: Snowflake;
  /** More than 0 gives, less takes. */
  amount: number;
  reason: string;
  by: Actor;
  /** Of the request, where it was one. */
  request?: Pick<Deed, 'ip' | 'requestId'>;
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
    if (row.balance + amount < 0) return { is: 'poor', balance: row.balance };
    const sides = amount > 0 ? { giver: null, receiver: user } : { giver: user, receiver: null };
    const text = `${reason} (${by.name})`.slice(0, 200);
    await move(trx, [
      { guild, ...sides, amount: Math.abs(amount), kind: 'admin', reason: text, operation: id },
    ]);
    await writeDown(trx, order, row.balance);
    const grants = amount > 0 ? await wantGrants(trx, [{ guild, user }]) : [];
    return { is: 'given', balance: row.balance + amount, grants };
  });
  return { ...outcome, repeated };
}

async function writeDown(
  trx: Knex.Transaction,
  { guild, user, amount, reason, by, request }: GiftOrder,
  balance: number,
): Promise<void> {
  const member: { name: string } | undefined = await trx('guild_members')
    .where({ guild_id: guild, user_id: user })
    .first('name');
  await audit(trx, {
    ...request,
    actor: by,
    guild,
    action: amount > 0 ? 'bytes.given' : 'bytes.taken',
    subject: member?.name || user,
    before: { balance },
    after: { user, balance: balance + amount, amount: Math.abs(amount), reason },
  });
}
