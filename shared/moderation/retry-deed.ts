import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/** Wants a deed in a channel once more that Discord refused; false where none failed. The effect `channel-deed` is due. */
export function retryDeed(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<boolean> {
  return transact(db, async (trx) => {
    const wanted = await trx('channel_deeds')
      .where({ guild_id: guild, id, effect: 'failed' })
      .update({ effect: 'wanted', answer: null, changed_at: trx.fn.now() });
    if (wanted > 0) await audit(trx, { ...by, guild, action: 'deed.retried', subject: `deed ${id}` });
    return wanted > 0;
  });
}
