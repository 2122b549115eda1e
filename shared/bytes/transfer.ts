import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import type { Profile } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { lockMembers } from './accounts.ts';
import { wantGrants } from './earned-roles.ts';
import { move } from './move.ts';
import type { BytesConfig } from './settings.ts';
import { refuseTransfer, warmAt } from './transfer-rules.ts';

export interface TransferOrder {
  /** The operation's id (shared/db/operations.ts). */
  operation: string;
  /** When it was asked, milliseconds since 1970. */
  at: number;
  guild: Snowflake;
  giver: Profile;
  receiver: Profile & { bot: boolean; member: boolean };
  /** Whole and more than 0. */
  amount: number;
  reason: string | null;
  config: BytesConfig;
  /** Neither limits nor cooldown, nor starts one: for keys that may. */
  unlimited?: boolean;
  /** Who orders it in the giver's name, where it is not the giver: written down with it. */
  by?: Pick<Deed, 'actor' | 'ip' | 'requestId'>;
}

const Grants = z.array(z.object({ guild: z.string(), user: z.string(), role: z.string() }));
const Transfer = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('sent'),
    amount: z.number(),
    balance: z.number(),
    /** When the giver may send again, milliseconds since 1970. */
    warmAt: z.number(),
    grants: Grants,
  }),
  z.object({ is: z.literal('disabled') }),
  z.object({ is: z.literal('self') }),
  z.object({ is: z.literal('bot') }),
  z.object({ is: z.literal('stranger') }),
  z.object({ is: z.literal('too-much'), most: z.number() }),
  z.object({ is: z.literal('too-young'), until: z.number().nullable() }),
  z.object({ is: z.literal('cooling'), until: z.number() }),
  z.object({ is: z.literal('poor'), balance: z.number(), missing: z.number() }),
]);
/** What became of a transfer. `grants` are role rewards that the receiver has earned and Discord has not confirmed. */
export type Transfer = z.infer<typeof Transfer>;

/**
 * Sends bytes from one member to another (product §1): decided on the locked rows, in one transaction with its ledger row
 * and its operation. Asked again it answers the same and moves nothing. Redis has no part in it: its copies of accounts
 * hold days only, which a transfer does not touch.
 */
export async function transfer(
  { db }: { db: Knex },
  order: TransferOrder,
): Promise<Transfer & { repeated: boolean }> {
  const { operation: id, guild, giver, receiver } = order;
  const operation = { id, kind: 'transfer', guild, user: giver.id };
  const { outcome, repeated } = await once(db, operation, Transfer, (trx) => commit(trx, order));
  return { ...outcome, repeated };

  async function commit(trx: Knex.Transaction, { config, amount, reason, at, unlimited, by }: TransferOrder) {
    const members = receiver.member && !receiver.bot ? [giver, receiver] : [giver];
    const rows = await lockMembers(trx, guild, members);
    const from = rows.get(giver.id);
    if (!from) throw new Error('a member whose row was made has none');
    const limits = unlimited
      ? {
          ...config,
          largestTransfer: amount,
          transferCooldownMinutes: 0,
          leastAccountAgeDays: 0,
          leastMembershipDays: 0,
        }
      : config;
    const to = { user: receiver.id, bot: receiver.bot, member: receiver.member };
    const refusal = refuseTransfer(limits, {
      giver: { ...from, user: giver.id },
      receiver: to,
      amount,
      now: at,
    });
    if (refusal) return refusal;
    await move(trx, [
      {
        ...{ guild, giver: giver.id, receiver: receiver.id, amount, kind: 'transfer', reason, operation: id },
        cools: unlimited ? undefined : new Date(at),
      },
    ]);
    if (by)
      await audit(trx, {
        ...by,
        guild,
        action: 'bytes.transferred',
        subject: `${giver.username} to ${receiver.username}`,
        after: { giver: giver.id, receiver: receiver.id, amount, ...(reason ? { reason } : {}) },
      });
    const grants = from.rewarded ? await wantGrants(trx, [{ guild, user: receiver.id }]) : [];
    const started = unlimited ? from : { lastTransferAt: new Date(at) };
    return {
      is: 'sent' as const,
      amount,
      balance: from.balance - amount,
      warmAt: warmAt(config, started),
      grants,
    };
  }
}
