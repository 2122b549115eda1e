import { z } from 'zod';
import { type Clock, MINUTE } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { keptFor } from '../db/retention.ts';

interface Deps {
  db: Knex;
  clock: Clock;
}

/** A request as its Idempotency-Key names it. */
export interface Claim {
  keyId: string;
  /** Method and path of the route: the same Idempotency-Key means another request elsewhere. */
  route: string;
  idempotencyKey: string;
  /** SHA-256 of what was asked. */
  fingerprint: string;
}

export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

/** `first`: do it, then `finish` or `free` it with `at`. */
export type Begun =
  | { is: 'first'; at: Date }
  | { is: 'done'; answer: KeptAnswer }
  | { is: 'busy' }
  | { is: 'conflict' };

const kept = keptFor('idempotency_keys');
/** After that a request that never ended counts as crashed, and one like it may take its place. */
const patience = MINUTE;
const swept = 50; // old rows deleted at once

/** Claims a request, before anything is done. Of any number at once, one is the first. */
export async function begin({ db, clock }: Deps, claim: Claim): Promise<Begun> {
  for (;;) {
    const at = new Date(clock());
    if (await take(db, claim, at)) {
      await sweep(db, at);
      return { is: 'first', at };
    }
    const found = await look(db, claim);
    if (found) return found;
  }
}

/** Keeps the answer. Does nothing where another request has taken the place since. */
export async function finish({ db }: Pick<Deps, 'db'>, claim: Claim, at: Date, answer: KeptAnswer) {
  const { status, headers, body } = answer;
  await rowOf(db, claim)
    .where({ created_at: at })
    .whereNull('status')
    .update({ status, reply: JSON.stringify({ headers, body }) });
}

/** Forgets a request that came to nothing. */
export async function free({ db }: Pick<Deps, 'db'>, claim: Claim, at: Date): Promise<void> {
  await rowOf(db, claim).where({ created_at: at }).whereNull('status').delete();
}

async function take(db: Knex, { keyId, route, idempotencyKey, fingerprint }: Claim, at: Date) {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `INSERT INTO idempotency_keys AS k (key_id, route, idempotency_key, fingerprint, created_at)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (key_id, route, idempotency_key) DO UPDATE
       SET fingerprint = excluded.fingerprint, created_at = excluded.created_at, status = NULL, reply = NULL
       WHERE k.created_at < ? OR (k.status IS NULL AND k.created_at < ? AND k.fingerprint = excluded.fingerprint)
     RETURNING 1`,
    [keyId, route, idempotencyKey, fingerprint, at, before(at, kept), before(at, patience)],
  );
  return rows.length > 0;
}

const Row = z.object({
  fingerprint: z.string(),
  status: z.number().nullable(),
  reply: z.object({ headers: z.record(z.string(), z.string()), body: z.unknown() }).nullable(),
});

/** Undefined where it was freed in between. */
async function look(db: Knex, claim: Claim): Promise<Begun | undefined> {
  const row = Row.optional().parse(await rowOf(db, claim).first('fingerprint', 'status', 'reply'));
  if (!row) return undefined;
  if (row.fingerprint !== claim.fingerprint) return { is: 'conflict' };
  if (row.status === null || row.reply === null) return { is: 'busy' };
  return { is: 'done', answer: { status: row.status, ...row.reply } };
}

function rowOf(db: Knex, { keyId, route, idempotencyKey }: Claim) {
  return db('idempotency_keys').where({ key_id: keyId, route, idempotency_key: idempotencyKey });
}

/** A few old rows go whenever a new one comes, so that the table stays as large as a day. */
async function sweep(db: Knex, at: Date): Promise<void> {
  await db.raw(
    `DELETE FROM idempotency_keys WHERE (key_id, route, idempotency_key) IN (
       SELECT key_id, route, idempotency_key FROM idempotency_keys WHERE created_at < ?
       ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)`,
    [before(at, kept), swept],
  );
}

function before(at: Date, ms: number): Date {
  return new Date(at.getTime() - ms);
}
