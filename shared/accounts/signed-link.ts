import { hkdfSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { z } from 'zod';
import { type Clock, SECOND } from '../core/clock.ts';
import { algorithm, issuer } from './tokens.ts';

export interface LinkDeps {
  clock: Clock;
  /** SECRET: links of a kind are signed with a key made of it, which signs nothing else. */
  secret: string;
}

/** A kind of links that let a member of Discord in. */
export interface LinkKind<S extends z.ZodType> {
  audience: string;
  /** Milliseconds. */
  life: number;
  claims: S;
}

export type ReadLink<S extends z.ZodType> =
  | { is: 'valid'; claims: z.infer<S> }
  | { is: 'expired' }
  /** Not a link of this kind, or one that was changed. */
  | { is: 'unknown' };

/** What stands at the end of a link. */
export function signLink<S extends z.ZodType<object>>(
  { clock, secret }: LinkDeps,
  { audience, life }: LinkKind<S>,
  claims: Omit<z.infer<S>, 'exp'>,
): string {
  const iat = Math.floor(clock() / SECOND);
  const expiresIn = life / SECOND;
  return jwt.sign({ iat, ...claims }, keyOf(secret, audience), { algorithm, issuer, audience, expiresIn });
}

export function readLink<S extends z.ZodType>(
  { clock, secret }: LinkDeps,
  { audience, claims }: LinkKind<S>,
  token: string,
): ReadLink<S> {
  try {
    const options = { issuer, audience, clockTimestamp: Math.floor(clock() / SECOND) };
    const verified = jwt.verify(token, keyOf(secret, audience), { ...options, algorithms: [algorithm] });
    const read = claims.safeParse(verified);
    return read.success ? { is: 'valid', claims: read.data } : { is: 'unknown' };
  } catch (error) {
    return { is: error instanceof jwt.TokenExpiredError ? 'expired' : 'unknown' };
  }
}

function keyOf(secret: string, audience: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', audience, 32));
}
