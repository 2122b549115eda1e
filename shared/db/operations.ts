import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from './knex.ts';

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
 * on, however often and at whatever times it is asked again. `work` may run several times before it commits once. `at`:
 * when it was decided.
 */
export async function once<T>(
  db: Knex,
  operation: Operation,
  outcome: z.ZodType<T>,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<{ outcome: T; repeated: boolean; at: Date }> {
  return transact(db, async (trx) => {
    const { id, kind, guild, user } = operation;
    // holds every other transaction of the same operation until this one ends
    await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [id]);
    const known: { outcome: unknown; at: Date } | undefined = await trx('operations')
      .where({ id })
      .first('outcome', 'created_at as at');
    if (known) return { outcome: outcome.parse(known.outcome), repeated: true, at: known.at };
    const fresh = await work(trx);
    const row = { id, kind, guild_id: guild, user_id: user, outcome: JSON.stringify(fresh) };
    const [{ at }] = await trx('operations').insert(row).returning('created_at as at');
    return { outcome: fresh, repeated: false, at };
  });
}

const Kept = z.object({
  id: z.string(),
  kind: z.string(),
  user: z.string().nullable(),
  outcome: z.unknown(),
  createdAt: z.date(),
});

/** What came of an operation, as it is kept. */
export async function findOperation(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
): Promise<z.infer<typeof Kept> | undefined> {
  const row = await db('operations')
    .where({ id, guild_id: guild })
    .first('id', 'kind', 'user_id as user', 'outcome', 'created_at as createdAt');
  return Kept.optional().parse(row);
}
