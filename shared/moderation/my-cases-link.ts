import { hkdfSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { algorithm, issuer } from '../accounts/tokens.ts';
import { type Clock, HOUR, SECOND } from '../core/clock.ts';
import { Snowflake } from '../core/snowflake.ts';

interface Deps {
  clock: Clock;
  /** SECRET: links are signed with a key made of it, which signs nothing else. */
  secret: string;
}

/** Whose cases a link shows, of one guild; `name`: as they were called when they asked for it. */
export interface CasesReader {
  guild: Snowflake;
  user: Snowflake;
  name: string;
}

export type ReadCasesLink =
  | { is: 'valid'; reader: CasesReader; until: Date }
  | { is: 'expired' }
  /** Not a link of ours, or one that was changed. */
  | { is: 'unknown' };

export const casesLinkLife: number = HOUR; // long enough to write an appeal
const audience = 'my-cases-link';

const Claims = z.object({ sub: Snowflake, guild: Snowflake, name: z.string(), exp: z.number() });

/** What stands at the end of a member's own link; good for an hour, and as often as they like. */
export function signCasesLink({ clock, secret }: Deps, { guild, user, name }: CasesReader): string {
  const iat = Math.floor(clock() / SECOND);
  return jwt.sign({ iat, guild, name }, keyOf(secret), {
    algorithm,
    issuer,
    audience,
    subject: user,
    expiresIn: casesLinkLife / SECOND,
  });
}

export function readCasesLink({ clock, secret }: Deps, token: string): ReadCasesLink {
  try {
    const options = { issuer, audience, clockTimestamp: Math.floor(clock() / SECOND) };
    const verified = jwt.verify(token, keyOf(secret), { ...options, algorithms: [algorithm] });
    const claims = Claims.safeParse(verified);
    if (!claims.success) return { is: 'unknown' };
    const { sub: user, guild, name, exp } = claims.data;
    return { is: 'valid', reader: { guild, user, name }, until: new Date(exp * SECOND) };
  } catch (error) {
    return { is: error instanceof jwt.TokenExpiredError ? 'expired' : 'unknown' };
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', audience, 32));
}
