import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { keptFor } from '../db/retention.ts';

type Deps = { db: Knex; clock: Clock };

/** A request that a key named, as it is kept: without what was answered. */
export const KeptRequest = z.object({
  id: z.string(),
  /** Method and path. */
  route: z.string(),
  idempotencyKey: z.string(),
  /** Null while the first request is under way. */
  status: z.number().nullable(),
  createdAt: z.date(),
});
export type KeptRequest = z.infer<typeof KeptRequest>;

/** Those of a key that still count, for lists that page by themselves. */
export function selectRequests({ db, clock }: Deps, keyId: string): Knex.QueryBuilder {
  return db('idempotency_keys')
    .where('key_id', keyId)
    .where('created_at', '>=', new Date(clock() - keptFor('idempotency_keys')))
    .select('id', 'route', 'idempotency_key as idempotencyKey', 'status', 'created_at as createdAt');
}

export async function findRequest(deps: Deps, keyId: string, id: string): Promise<KeptRequest | undefined> {
  return KeptRequest.optional().parse(await selectRequests(deps, keyId).where({ id }).first());
}

/** Forgets an answer: the next request of that name is done anew. One that is under way is left alone. */
export async function forgetRequest(
  deps: Deps,
  keyId: string,
  id: string,
): Promise<{ is: 'forgotten' | 'busy' | 'unknown' }> {
  const forgotten = await deps
    .db('idempotency_keys')
    .where({ key_id: keyId, id })
    .whereNotNull('status')
    .delete();
  if (forgotten > 0) return { is: 'forgotten' };
  return { is: (await findRequest(deps, keyId, id)) ? 'busy' : 'unknown' };
}
