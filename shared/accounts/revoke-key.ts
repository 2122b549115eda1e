import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { By, KeyView } from './api-keys.ts';
import { audit } from './audit.ts';

interface Deps {
  db: Knex;
  clock: Clock;
}

/** Ends a key for good, with all keys that came of it, and every token of theirs. False where there is no such key, or it has ended. */
export async function revokeKey({ db, clock }: Deps, id: string, by: By): Promise<boolean> {
  return transact(db, (trx) => endKey(trx, id, { by, now: clock() }));
}

/** For this feature's own stores. `now` in milliseconds since 1970. */
export async function endKey(trx: Knex, id: string, { by, now }: { by: By; now: number }): Promise<boolean> {
  await lockFamilies(trx);
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `WITH RECURSIVE ${descent}
     UPDATE api_keys SET revoked_at = ? WHERE id IN (SELECT id FROM family) AND revoked_at IS NULL
       AND EXISTS (SELECT FROM api_keys WHERE id = ? AND revoked_at IS NULL)
     RETURNING id::text, name, prefix`,
    [id, new Date(now), id],
  );
  const ended = z.array(Ended).parse(rows);
  const root = ended.find((key) => key.id === id);
  if (!root) return false;
  await audit(trx, { ...by, action: 'key.revoked', subject: nameOf(root) });
  for (const key of ended.filter((key) => key !== root))
    await audit(trx, { ...by, action: 'key.revoked', subject: nameOf(key), after: { with: nameOf(root) } });
  return true;
}

/** Keys are made by keys, and end, one after the other: none is being made of one that ends. */
export async function lockFamilies(trx: Knex): Promise<void> {
  await trx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('keys made by keys', 0))`);
}

/** Keys that would end with this one, the oldest first: those it made, and those that they made. */
export async function listMadeOf(
  { db }: Pick<Deps, 'db'>,
  id: string,
  limit: number,
): Promise<Pick<KeyView, 'id' | 'name' | 'prefix'>[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH RECURSIVE ${descent}
     SELECT id::text, name, prefix FROM api_keys
     WHERE id IN (SELECT id FROM family) AND id <> ? AND revoked_at IS NULL ORDER BY api_keys.id LIMIT ?`,
    [id, id, limit],
  );
  return z.array(Ended).parse(rows);
}

/** A key and all that came of it. */
const descent = `family AS (
  SELECT id FROM api_keys WHERE id = ? UNION SELECT k.id FROM api_keys k JOIN family f ON k.made_by = f.id)`;

const Ended = z.object({ id: z.string(), name: z.string(), prefix: z.string() });

function nameOf({ name, prefix }: Pick<KeyView, 'name' | 'prefix'>): string {
  return `${name} (${prefix})`;
}
