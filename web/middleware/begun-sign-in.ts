import { createHash, randomBytes } from 'node:crypto';
import { MINUTE } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Context, Deps } from '../context.ts';
import { isSecret } from '../http/secret.ts';
import { openSession } from './session.ts';

const patience = 10 * MINUTE;
const answered = 2_000; // milliseconds; Redis

/** Kept while somebody is at Discord to say who they are. */
export interface BegunSignIn {
  /** Comes back from there: only this visitor was given it. */
  state: string;
  /** PKCE's (RFC 7636): a code is worth nothing without it. */
  verifier: string;
  /** Milliseconds since 1970. */
  until: number;
  /** Where to go then. */
  next: string;
}

/** Binds what is sent to Discord to the visitor's session, for ten minutes; the latest attempt counts. */
export function beginSignIn(ctx: Context, clock: Deps['clock'], next: string) {
  const [state, verifier] = [secret(), secret()];
  openSession(ctx, clock).signIn = { state, verifier, until: clock() + patience, next };
  return {
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
}

/**
 * What was begun, once, for whoever comes back with its state: of several tries, also at once, one gets it. Undefined for
 * all others, and after ten minutes.
 */
export async function takeSignIn(
  ctx: Context,
  { redis, clock }: Pick<Deps, 'redis' | 'clock'>,
  state: unknown,
): Promise<BegunSignIn | undefined> {
  const begun = ctx.session?.signIn;
  if (!begun || !isSecret(state, begun.state)) return undefined;
  openSession(ctx, clock).signIn = undefined;
  const life = patience + MINUTE; // beyond its end, so that no clock brings it back
  const first = await within(answered, redis.set(keys.signInState(begun.state), '1', 'PX', life, 'NX'));
  return first !== null && begun.until > clock() ? begun : undefined;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
