import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type LinkDeps, readLink, signLink } from '../accounts/signed-link.ts';
import { MINUTE } from '../core/clock.ts';
import { keys } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { Snowflake } from '../core/snowflake.ts';

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

const kind = {
  audience: 'panel-link',
  life: linkLife,
  claims: z.object({ sub: Snowflake, jti: z.uuid(), guild: Snowflake, name: z.string() }),
};

/** What stands at the end of a link; good for ten minutes and once. */
export function signPanelLink(deps: LinkDeps, { guild, user, name }: PanelVisitor): string {
  return signLink(deps, kind, { sub: user, jti: randomUUID(), guild, name });
}

/** What a link says, without using it up; whether it was used is not looked at. */
export function readPanelLink(deps: LinkDeps, token: string): ReadLink {
  const read = readLink(deps, kind, token);
  if (read.is !== 'valid') return read;
  const { sub: user, jti: id, guild, name } = read.claims;
  return { is: 'valid', id, visitor: { guild, user, name } };
}

/** Uses a link up: of any number of tries, also at once, one is `open`. */
export async function openPanelLink(
  deps: LinkDeps & { redis: Redis | Cluster },
  token: string,
): Promise<OpenedLink> {
  const read = readPanelLink(deps, token);
  if (read.is !== 'valid') return read;
  const life = linkLife + MINUTE; // beyond its end, so that no clock brings it back
  const first = await deps.redis.set(keys.panelLink(read.id), '1', 'PX', life, 'NX');
  return first === null ? { is: 'used' } : { is: 'open', visitor: read.visitor };
}
