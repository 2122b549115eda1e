import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Clock, MINUTE } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { audit, type Deed } from './audit.ts';
import { ApiKey } from './model.ts';

interface Deps {
  db: Knex;
  clock: Clock;
}

/** What a new key is. */
export interface KeyDraft {
  name: string;
  /** `<resource>:read`, `<resource>:write`, or `read` and `write` for every resource but a few (scopes.ts). */
  scopes: string[];
  /** Null stands for every guild, also those to come. */
  guilds: Snowflake[] | null;
  /** Null for a key that lasts. */
  expiresAt: Date | null;
}

/** A key as staff see it; its secret was shown once, and cannot be again. */
export interface KeyView extends KeyDraft {
  id: string;
  /** The part of the secret that a key is recognised by. */
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** The staff account that made it, while it is there. */
  createdBy: string | null;
  /** The key that made it, where one did: it ends with that. */
  madeBy: string | null;
}

export type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

const form = /^sd_([a-z0-9]{8})_[\w-]{43}$/;

/**
 * Makes a key. `secret` is what programs send: it is kept as a hash only. `once` names the wish: a second time, nothing is
 * made.
 */
export async function createKey(
  { db }: Pick<Deps, 'db'>,
  draft: KeyDraft,
  by: By,
  once: string = randomUUID(),
): Promise<MadeKey | { is: 'repeated' }> {
  const owner = by.actor.kind === 'staff' ? by.actor.id : null;
  return transact(db, (trx) => insertKey(trx, draft, { by, owner, once }));
}

export interface MadeKey {
  is: 'created';
  key: KeyView;
  secret: string;
}

/** For this feature's own stores. `owner`: the account that answers for it; `madeBy`: the key that makes it. */
export async function insertKey(
  trx: Knex,
  { name, scopes, guilds, expiresAt }: KeyDraft,
  { by, owner, madeBy = null, once }: { by: By; owner: string | null; madeBy?: string | null; once: string },
): Promise<MadeKey | { is: 'repeated' }> {
  const prefix = prefixOf(once);
  const secret = secretOf(prefix);
  const from = { createdBy: owner, madeBy };
  const row = await ApiKey.query(trx)
    .insert({ name, scopes, prefix, hash: hashOf(secret), guildIds: guilds, expiresAt, ...from })
    .onConflict('prefix')
    .ignore()
    .returning('*');
  if (row.id === undefined) return { is: 'repeated' }; // Objection hands back what it was given
  const after = { scopes, guilds, expiresAt };
  await audit(trx, { ...by, action: 'key.created', subject: `${name} (${prefix})`, after });
  return { is: 'created', key: toView(row), secret };
}

/** The usable key that a secret opens; undefined alike for a wrong, a revoked and an expired one. */
export async function findKey(deps: Deps, secret: string): Promise<KeyView | undefined> {
  const [, prefix] = secret.match(form) ?? [];
  const row = prefix === undefined ? undefined : await ApiKey.query(deps.db).findOne({ prefix });
  return row && isEqual(hashOf(secret), row.hash) && isUsable(row, deps.clock()) ? toView(row) : undefined;
}

/**
 * The usable key behind a token of this family, as it is now: a revoked key, or family, is worth nothing at once. Notes
 * that it was used, at most once a minute.
 */
export async function useKey(deps: Deps, id: string, family: string): Promise<KeyView | undefined> {
  const row = await ApiKey.query(deps.db)
    .findById(id)
    .whereExists((tokens) =>
      tokens.from('refresh_tokens').where({ family, key_id: id }).whereNull('revoked_at').select(1),
    );
  const now = deps.clock();
  if (!row || !isUsable(row, now)) return undefined;
  const noted = new Date(now - MINUTE);
  if (row.lastUsedAt === null || row.lastUsedAt < noted)
    await ApiKey.query(deps.db)
      .findById(id)
      .where((stale) => stale.whereNull('last_used_at').orWhere('last_used_at', '<', noted))
      .patch({ lastUsedAt: new Date(now) });
  return toView(row);
}

/** A key, whatever became of it. */
export async function readKey({ db }: Pick<Deps, 'db'>, id: string): Promise<KeyView | undefined> {
  const row = await ApiKey.query(db).findById(id);
  return row && toView(row);
}

/** How many usable keys an account has made. They outlive the account, but only for what is of single guilds. */
export async function countKeysOf({ db, clock }: Deps, staff: string): Promise<number> {
  return ApiKey.query(db)
    .where({ created_by: staff, revoked_at: null })
    .where((alive) => alive.whereNull('expires_at').orWhere('expires_at', '>', new Date(clock())))
    .resultSize();
}

/** Every key there ever was, the newest first, revoked ones last. */
export async function listKeys({ db }: Pick<Deps, 'db'>, limit: number): Promise<KeyView[]> {
  const rows = await ApiKey.query(db).orderByRaw('revoked_at IS NOT NULL, id DESC').limit(limit);
  return rows.map(toView);
}

/** Whether a key can be used at that time (milliseconds since 1970). */
export function isUsable(key: Pick<KeyView, 'revokedAt' | 'expiresAt'>, now: number): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt.getTime() > now);
}

/** Secrets have 256 random bits: a plain hash says nothing about them. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** For this feature's own stores: a new secret, recognised by its prefix. */
export function secretOf(prefix: string): string {
  return `sd_${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** For this feature's own stores: eight letters and digits. */
export function prefixOf(once: string): string {
  const number = BigInt(`0x${hashOf(once)}`) % 36n ** 8n;
  return number.toString(36).padStart(8, '0');
}

/** For this feature's own stores. */
export function toView(row: ApiKey): KeyView {
  const { id, name, prefix, scopes, guildIds: guilds } = row;
  const { createdAt, expiresAt, lastUsedAt, revokedAt, createdBy, madeBy } = row;
  const from = { createdBy, madeBy };
  return { id, name, prefix, scopes, guilds, createdAt, expiresAt, lastUsedAt, revokedAt, ...from };
}
