import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { lockBalances } from './accounts.ts';
import type { BytesConfig } from './settings.ts';
import { type StaffOrder, writeDown } from './staff-order.ts';

export interface FreezesOrder extends StaffOrder {
  config: BytesConfig;
}

const Outcome = z.discriminatedUnion('is', [
  z.object({ is: z.literal('given'), held: z.number() }),
  z.object({ is: z.literal('unknown') }),
  z.object({ is: z.literal('too-many'), held: z.number(), most: z.number() }),
  z.object({ is: z.literal('too-few'), held: z.number() }),
]);
/**
 * What became of it: `held` is how many the member holds now. `unknown`: nobody by that id was ever a member; `too-many`:
 * more than the guild lets a member hold; `too-few`: there are not so many to take.
 */
export type FreezesGiven = z.infer<typeof Outcome>;

/**
 * Staff give a member streak freezes, or take some that are not used yet (product §1), which is written down with them.
 * Asked again it changes nothing. A bound that was lowered takes none away, and lets none be given.
 */
export async function giveFreezes(
  { db }: { db: Knex },
  order: FreezesOrder,
): Promise<FreezesGiven & { repeated: boolean }> {
  const { operation: id, guild, user, amount, config } = order;
  const operation = { id, kind: 'freezes', guild, user: null };
  const { outcome, repeated } = await once(db, operation, Outcome, async (trx): Promise<FreezesGiven> => {
    const row = (await lockBalances(trx, guild, [user])).get(user);
    if (!row) return { is: 'unknown' };
    const { freezesHeld: before } = row;
    const held = before + amount;
    if (held < 0) return { is: 'too-few', held: before };
    if (amount > 0 && held > config.mostFreezes)
      return { is: 'too-many', held: before, most: config.mostFreezes };
    const changed = trx('guild_members').where({ guild_id: guild, user_id: user });
    await changed.update({ freezes_held: held, version: trx.raw('version + 1') });
    const change = { before: { freezes: before }, after: { freezes: held } };
    await writeDown(trx, order, { what: 'freezes', ...change });
    return { is: 'given', held };
  });
  return { ...outcome, repeated };
}
