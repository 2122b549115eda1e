import { hkdfSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { algorithm, issuer } from '../accounts/tokens.ts';
import { type Clock, MINUTE, SECOND } from '../core/clock.ts';
import { keys } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { Snowflake } from '../core/snowflake.ts';

interface Deps {
  clock: Clock;
  /** SECRET: links are signed with a key made of it, which signs nothing else. */
  secret: string;
}

/** Whom a link lets in: a member of Discord, into the pages of one guild. */
export interface PanelVisitor {
  guild: Snowflake;
  user: Snowflake;
  name: string;
}

export type ReadLink =
  | { is: 'valid'; id: string; visitor: PanelVisitor }
  | { is: 'expired' }
  /** Not a link of ours, or one that was changed. */
  | { is: 'unknown' };

export type OpenedLink =
  | { is: 'open'; visitor: PanelVisitor }
  | { is: 'used' }
  | Exclude<ReadLink, { is: 'valid' }>;

export const linkLife: number = 10 * MINUTE;
const audience = 'panel-link';

const Claims = z.object({ sub: Snowflake, jti: z.uuid(), guild: Snowflake, name: z.string() });

/** What stands at the end of a link; good for ten minutes and once. */
export function signPanelLink({ clock, secret }: Deps, { guild, user, name }: PanelVisitor): string {
  const iat = Math.floor(clock() / SECOND);
  return jwt.sign({ iat, guild, name }, keyOf(secret), {
    algorithm,
    issuer,
    audience,
    subject: user,
    jwtid: randomUUID(),
    expiresIn: linkLife / SECOND,
  });
}

/** What a link says, without using it up; whether it was used is not looked at. */
export function readPanelLink({ clock, secret }: Deps, token: string): ReadLink {
  try {
    const options = { issuer, audience, clockTimestamp: Math.floor(clock() / SECOND) };
    const verified = jwt.verify(token, keyOf(secret), { ...options, algorithms: [algorithm] });
    const claims = Claims.safeParse(verified);
    if (!claims.success) return { is: 'unknown' };
    const { sub: user, jti: id, guild, name } = claims.data;
    return { is: 'valid', id, visitor: { guild, user, name } };
  } catch (error) {
    return { is: error instanceof jwt.TokenExpiredError ? 'expired' : 'unknown' };
  }
}

/** Uses a link up: of any number of tries, also at once, one is `open`. */
export async function openPanelLink(
  deps: Deps & { redis: Redis | Cluster },
  token: string,
): Promise<OpenedLink> {
  const read = readPanelLink(deps, token);
  if (read.is !== 'valid') return read;
  const life = linkLife + MINUTE; // beyond its end, so that no clock brings it back
  const first = await deps.redis.set(keys.panelLink(read.id), '1', 'PX', life, 'NX');
  return first === null ? { is: 'used' } : { is: 'open', visitor: read.visitor };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', audience, 32));
}
