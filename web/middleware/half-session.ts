import type { Staff } from '../../shared/accounts/store.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Context, Deps } from '../context.ts';
import { openSession, type Session } from './session.ts';

const patience = 5 * MINUTE;

/** The password was right, the code is still to come: the session is nobody's, and allows nothing but that code. */
export async function enterHalf(
  ctx: Context,
  clock: Deps['clock'],
  { id, fingerprint }: Staff,
  next: string,
): Promise<void> {
  const session = openSession(ctx, clock);
  session.pending = { id, fingerprint, until: clock() + patience, next };
  await session.regenerate();
}

/** Whose code is awaited, while it is. */
export function pendingOf(ctx: Context, clock: Deps['clock']): NonNullable<Session['pending']> | undefined {
  const pending = ctx.session?.pending;
  return pending && pending.until > clock() ? pending : undefined;
}
