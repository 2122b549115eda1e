import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { type Clock, DAY, MINUTE, SECOND } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import { keptFor } from '../db/retention.ts';
import { findKey, hashOf, isUsable } from './api-keys.ts';
import { audit, type Deed } from './audit.ts';
import { ApiKey, RefreshToken } from './model.ts';

interface Deps {
  db: Knex;
  clock: Clock;
  /** SECRET: tokens are signed with a key made of it. */
  secret: string;
}

/** What a key is exchanged for. */
export interface Tokens {
  /** A JWT. */
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
  /** To be used once, for the next pair; whoever uses it again ends the whole family. */
  refreshToken: string;
}

export type Issued = { is: 'issued'; tokens: Tokens } | { is: 'refused' } | { is: 'expired' };

const accessLife = 15 * MINUTE;
const refreshLife = 30 * DAY;
const swept = 50; // rows long expired, deleted at once
const leeway = keptFor('refresh_tokens'); // an expired token is told apart from an unknown one for so long

export const issuer = 'smarter-dev';
export const algorithm = 'HS256';

/** What our JWTs say: the key, and the family that a revocation ends. */
export const Claims = z.object({ sub: z.string().regex(/^\d{1,18}$/), jti: z.uuid(), family: z.uuid() });

/** Exchanges a key for the first tokens of a family. */
export async function exchangeKey(deps: Deps, secret: string): Promise<Issued> {
  const key = await findKey(deps, secret);
  if (!key) return { is: 'refused' };
  await sweep(deps);
  return { is: 'issued', tokens: await issue(deps, deps.db, key.id, randomUUID()) };
}

/**
 * Exchanges a refresh token for the next pair. Of two that use one token, one is a thief, and nobody can say which: the
 * family ends for both, and the log of changes says so.
 */
export async function refresh(
  deps: Deps,
  token: string,
  by: Pick<Deed, 'ip' | 'requestId'>,
): Promise<Issued> {
  const now = new Date(deps.clock());
  const issued = await transact(deps.db, async (trx): Promise<Issued> => {
    const key = await lockKey(trx, token);
    if (!key || !isUsable(key, now.getTime())) return { is: 'refused' };
    const used = await RefreshToken.query(trx)
      .where({ hash: hashOf(token) })
      .whereNull('used_at')
      .whereNull('revoked_at')
      .where('expires_at', '>', now)
      .patch({ usedAt: now })
      .returning('*')
      .first();
    if (used) return { is: 'issued', tokens: await issue(deps, trx, key.id, used.family) };
    const known = await RefreshToken.query(trx).findOne({ hash: hashOf(token) });
    if (!known || known.revokedAt) return { is: 'refused' };
    if (!known.usedAt) return { is: 'expired' };
    await revokeFamily(trx, known.family, now);
    const actor = { kind: 'key', id: key.id, name: key.name } as const;
    await audit(trx, { ...by, actor, action: 'key.refresh-reused', subject: `${key.name} (${key.prefix})` });
    return { is: 'refused' };
  });
  await sweep(deps);
  return issued;
}

/** Ends the family of a refresh token, access tokens included; what is no token of ours is none already. */
export async function revokeTokens({ db, clock }: Pick<Deps, 'db' | 'clock'>, token: string): Promise<void> {
  await transact(db, async (trx) => {
    const key = await lockKey(trx, token);
    const known = key && (await RefreshToken.query(trx).findOne({ hash: hashOf(token) }));
    if (known) await revokeFamily(trx, known.family, new Date(clock()));
  });
}

/** The key for signatures: SECRET itself signs nothing, so that no other use of it can make a token. */
export function signingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'api-jwt', 32));
}

/** All that concerns one key's tokens comes one after the other: a revocation misses none that is being made. */
async function lockKey(trx: Knex, token: string): Promise<ApiKey | undefined> {
  return ApiKey.query(trx)
    .whereIn(
      'id',
      RefreshToken.query(trx)
        .where({ hash: hashOf(token) })
        .select('key_id'),
    )
    .forUpdate()
    .first();
}

async function issue({ clock, secret }: Deps, db: Knex, keyId: string, family: string): Promise<Tokens> {
  const now = clock();
  const refreshToken = `sdr_${randomBytes(32).toString('base64url')}`;
  await RefreshToken.query(db).insert({
    keyId,
    family,
    hash: hashOf(refreshToken),
    createdAt: new Date(now),
    expiresAt: new Date(now + refreshLife),
  });
  const expiresIn = accessLife / SECOND;
  const iat = Math.floor(now / SECOND);
  const accessToken = jwt.sign({ iat, family }, signingKey(secret), {
    algorithm,
    issuer,
    subject: keyId,
    jwtid: randomUUID(),
    expiresIn,
  });
  return { accessToken, tokenType: 'Bearer', expiresIn, refreshToken };
}

async function revokeFamily(trx: Knex, family: string, at: Date): Promise<void> {
  await RefreshToken.query(trx).where({ family }).whereNull('revoked_at').patch({ revokedAt: at });
}

async function sweep({ db, clock }: Deps): Promise<void> {
  const old = RefreshToken.query(db)
    .where('expires_at', '<', new Date(clock() - leeway))
    .orderBy('expires_at')
    .limit(swept)
    .forUpdate()
    .skipLocked();
  await RefreshToken.query(db).whereIn('id', old.select('id')).delete();
}
