import { z } from 'zod';
import { type LinkDeps, readLink, signLink } from '../accounts/signed-link.ts';
import { HOUR, SECOND } from '../core/clock.ts';
import { Snowflake } from '../core/snowflake.ts';

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

const kind = {
  audience: 'my-cases-link',
  life: casesLinkLife,
  claims: z.object({ sub: Snowflake, guild: Snowflake, name: z.string(), exp: z.number() }),
};

/** What stands at the end of a member's own link; good for an hour, and as often as they like. */
export function signCasesLink(deps: LinkDeps, { guild, user, name }: CasesReader): string {
  return signLink(deps, kind, { sub: user, guild, name });
}

export function readCasesLink(deps: LinkDeps, token: string): ReadCasesLink {
  const read = readLink(deps, kind, token);
  if (read.is !== 'valid') return read;
  const { sub: user, guild, name, exp } = read.claims;
  return { is: 'valid', reader: { guild, user, name }, until: new Date(exp * SECOND) };
}
