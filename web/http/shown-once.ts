import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../../shared/accounts/seal.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Context, Deps } from '../context.ts';
import { staffOf } from '../middleware/staff.ts';

const life = 5 * MINUTE;
const patience = 2 * SECOND;
type Parts = Pick<Deps, 'redis' | 'config'>;

/** For a hidden field `once`: a form that is posted twice leads to the one secret that was made for it. */
export function newOnce(): string {
  return randomBytes(16).toString('base64url');
}

/** The `once` of a form; a new one where it has none. */
export function onceOf(given: unknown): string {
  return isOnce(given) ? given : newOnce();
}

/** Keeps a secret, sealed, until the page after a form shows it to the same person. */
export async function putOnce(
  { redis, config }: Parts,
  ctx: Context,
  once: string,
  text: string,
): Promise<void> {
  const id = ownerOf(ctx);
  await within(patience, redis.set(keys.shownOnce(id, once), seal(lockOf(config, id), text), 'PX', life));
}

/** Whether there is one that was not shown yet. */
export async function hasOnce({ redis }: Parts, ctx: Context, once: string): Promise<boolean> {
  return (await within(patience, redis.exists(keys.shownOnce(ownerOf(ctx), once)))) > 0;
}

/** The secret, which is gone with that. */
export async function takeOnce(
  { redis, config }: Parts,
  ctx: Context,
  once: unknown,
): Promise<string | undefined> {
  if (!isOnce(once)) return undefined;
  const id = ownerOf(ctx);
  const sealed = await within(patience, redis.getdel(keys.shownOnce(id, once)));
  return sealed === null ? undefined : unseal(lockOf(config, id), sealed);
}

/** A manager of a guild has no account. */
function ownerOf(ctx: Context): string {
  const { manager } = ctx.state;
  return manager ? `member-${manager.user}` : staffOf(ctx).id;
}

function isOnce(given: unknown): given is string {
  return typeof given === 'string' && /^[\w-]{16,64}$/.test(given);
}

function lockOf({ SECRET }: Deps['config'], owner: string) {
  return { secret: SECRET, purpose: 'shown once', owner };
}
