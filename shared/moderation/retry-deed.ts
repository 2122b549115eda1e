import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/**
 * Wants a deed in a channel once more that Discord refused, and is content where it is wanted already; the effect
 * `channel-deed` is due. False where it is neither.
 */
export function retryDeed(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<boolean> {
  return transact(db, async (trx) => {
    const wanted = await trx('channel_deeds')
      .where({ guild_id: guild, id, effect: 'failed' })
      .update({ effect: 'wanted', answer: null, result: trx.raw(remembered), changed_at: trx.fn.now() });
    if (wanted > 0) await audit(trx, { ...by, guild, action: 'deed.retried', subject: `deed ${id}` });
    return wanted > 0 || (await isWanted(trx, guild, id));
  });
}

/**
 * A lock that Discord refused took nothing: what stands there by now is read anew. One that it never answered (status 0) may
 * have locked the channel, and a purge deletes what was chosen for it, not as many others.
 */
const remembered = `
  CASE WHEN deed ->> 'is' = 'lock'
    AND NOT EXISTS (SELECT FROM failed_effects f WHERE f.job = 'deed-' || channel_deeds.id AND f.status = 0)
  THEN NULL ELSE result END`;

async function isWanted(trx: Knex, guild: Snowflake, id: string): Promise<boolean> {
  return (
    (await trx('channel_deeds').where({ guild_id: guild, id, effect: 'wanted' }).first('id')) !== undefined
  );
}
