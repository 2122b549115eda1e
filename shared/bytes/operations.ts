import type { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/** What somebody asks for, once. */
export interface Operation {
  /** Natural and never used again (design §4.1): `int:<id>`, `prompt:<id>`, `http:<key>:<route>:<key>`, `job:<uuid>`, `streak:<guild>:<user>:<first day>:<tier>`. */
  id: string;
  kind: string;
  guild: Snowflake;
  /** Whose it is; null: the system's or the staff's. */
  user: Snowflake | null;
}

/**
 * Runs `work` once per operation: its outcome, refusals too, is stored in the same transaction and answered from then
 * on, however often and at whatever times it is asked again. `work` may run several times before it commits once.
 */
export async function once<T>(
  db: Knex,
  operation: Operation,
  outcome: z.ZodType<T>,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<{ outcome: T; repeated: boolean }> {
  return transact(db, async (trx) => {
    const { id, kind, guild, user } = operation;
    // holds every other transaction of the same operation until this one ends
    await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [id]);
    const known = await trx('operations').where({ id }).first('outcome');
    if (known !== undefined) return { outcome: outcome.parse(known.outcome), repeated: true };
    const fresh = await work(trx);
    const row = { id, kind, guild_id: guild, user_id: user, outcome: JSON.stringify(fresh) };
    await trx('operations').insert(row);
    return { outcome: fresh, repeated: false };
  });
}
