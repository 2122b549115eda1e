import { randomBytes } from 'node:crypto';
import { createSession } from 'koa-session';
import type { Staff } from '../../shared/accounts/store.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { openSessionStore } from './session-store.ts';

const idle = 2 * HOUR;
const anonymous = 30 * MINUTE; // long enough to type a password, too short to fill Redis with

/** What is kept of a visitor; the rest is koa-session's. */
export interface Session {
  csrf?: string;
  /** When it began: milliseconds since 1970. */
  since?: number;
  staff?: Pick<Staff, 'id' | 'fingerprint'>;
  regenerate(): Promise<void>;
}

/**
 * Sessions in Redis under a random id in a signed cookie: two idle hours, twelve hours in all. A visitor has none
 * until a form needs one.
 */
export function keepSessions(
  deps: Pick<Deps, 'config' | 'redis' | 'clock'>,
  app: { use: unknown },
): Middleware {
  const https = deps.config.WEB_ORIGIN?.startsWith('https:') ?? false;
  const sessions: Middleware = createSession(
    {
      key: https ? '__Host-smarter' : 'smarter',
      store: openSessionStore(deps),
      genid: () => randomBytes(32).toString('base64url'),
      maxAge: idle,
      rolling: true,
      sameSite: 'lax',
    },
    app,
  );
  return (ctx, next) => {
    // Where TLS ends at a proxy, the connection itself looks insecure.
    if (https) ctx.cookies.secure = true;
    return sessions(ctx, next);
  };
}

/** For what a page asks by itself, again and again: a forgotten tab is idle. */
export function letIdle(): Middleware {
  return (ctx, next) => {
    ctx.sessionOptions.rolling = false;
    return next();
  };
}

/** The visitor's session, begun where there is none. */
export function openSession(ctx: Context, clock: Deps['clock']): Session {
  const { session } = ctx;
  if (!session) throw new Error('sessions are opened behind keepSessions');
  if (session.since === undefined) {
    session.since = clock();
    ctx.sessionOptions.maxAge = anonymous;
  }
  session.csrf ??= newToken();
  return session;
}

/** Makes the session that of a member of staff, under a new id: one that was planted before is worth nothing. */
export async function enter(ctx: Context, clock: Deps['clock'], staff: Staff): Promise<void> {
  const session = openSession(ctx, clock);
  session.staff = { id: staff.id, fingerprint: staff.fingerprint };
  session.since = clock();
  session.csrf = newToken();
  ctx.sessionOptions.maxAge = idle;
  await session.regenerate();
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
