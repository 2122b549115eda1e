import { audit, type Deed } from '../accounts/audit.ts';
import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** Staff give one member something, or take some. */
export interface StaffOrder {
  /** The operation's id (shared/db/operations.ts). */
  operation: string;
  guild: Snowflake;
  user: Snowflake;
  /** Whole; more than 0 gives, less takes. */
  amount: number;
  by: Actor;
  /** Of the request, where it was one. */
  request?: Pick<Deed, 'ip' | 'requestId'>;
}

/** Puts an order that was carried out into the log of changes, under the member's name. */
export async function writeDown(
  trx: Knex.Transaction,
  { guild, user, amount, by, request }: StaffOrder,
  { what, before, after }: { what: 'bytes' | 'freezes'; before: object; after: object },
): Promise<void> {
  const member: { name: string } | undefined = await trx('guild_members')
    .where({ guild_id: guild, user_id: user })
    .first('name');
  await audit(trx, {
    ...request,
    actor: by,
    guild,
    action: `${what}.${amount > 0 ? 'given' : 'taken'}`,
    subject: member?.name || user,
    before,
    after: { user, ...after },
  });
}
