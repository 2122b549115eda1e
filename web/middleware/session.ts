import { randomBytes } from 'node:crypto';
import { createSession } from 'koa-session';
import type { Staff } from '../../shared/accounts/store.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import type { BegunSignIn } from './begun-sign-in.ts';
import type { Manager } from './manager.ts';
import { openSessionStore } from './session-store.ts';

const idle = 2 * HOUR;
const managerLife = 2 * HOUR; // in all: Discord says who they are the next time
const anonymous = 30 * MINUTE; // long enough to type a password, too short to fill Redis with
const coarse = 1 * MINUTE; // so often at most is it written down when a session was seen
const agentLength = 256; // characters

type Claim = Pick<Staff, 'id' | 'fingerprint'>;

/** What is kept of a visitor; the rest is koa-session's. */
export interface Session {
  csrf?: string;
  /** When it began: milliseconds since 1970. */
  since?: number;
  staff?: Claim;
  /** Who came from Discord instead, and until when (milliseconds since 1970) at most. */
  manager?: Manager & { until: number };
  /** Who was sent to Discord to sign in there (begun-sign-in.ts). */
  signIn?: BegunSignIn;
  /** Whose password was right, until when (milliseconds since 1970) the code may follow, and where to then. */
  pending?: Claim & { until: number; next: string };
  /** The sealed secret of a second factor that is being set up. */
  enrolling?: string;
  /** What it is called where its owner lists it; when, from where and with what it was last used. */
  ref?: string;
  seen?: number;
  ip?: string;
  agent?: string;
  /** Said on the next page. */
  flash?: string;
  /** Forms that were posted too late (kept-form.ts). */
  kept?: string[];
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
    return sessions(ctx, async () => {
      await next();
      noteVisit(ctx, deps.clock());
    });
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
  if (!ctx.session) Reflect.set(ctx, 'session', {}); // it was ended by this very request
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
  session.ref ??= randomBytes(12).toString('base64url');
  await begin(ctx, clock, { staff: { id: staff.id, fingerprint: staff.fingerprint } });
}

/** The same for who came from Discord: two hours at most, and never together with an account of staff. */
export async function enterAsManager(ctx: Context, clock: Deps['clock'], manager: Manager): Promise<void> {
  await begin(ctx, clock, { manager: { ...manager, until: clock() + managerLife } });
}

async function begin(
  ctx: Context,
  clock: Deps['clock'],
  { staff, manager }: Pick<Session, 'staff' | 'manager'>,
): Promise<void> {
  const session = openSession(ctx, clock);
  session.staff = staff;
  session.manager = manager;
  session.since = clock();
  session.csrf = newToken();
  session.pending = undefined;
  session.signIn = undefined;
  session.enrolling = undefined;
  ctx.sessionOptions.maxAge = idle;
  noteVisit(ctx, clock());
  await session.regenerate();
}

/** To be said on the next page that is shown, once. */
export function flash(ctx: Context, text: string): void {
  if (ctx.session) ctx.session.flash = text;
}

export function takeFlash(ctx: Context): string | undefined {
  const text = ctx.session?.flash;
  if (text !== undefined && ctx.session) ctx.session.flash = undefined;
  return text;
}

/** What a page asks by itself is no visit. */
function noteVisit(ctx: Context, now: number): void {
  const { session } = ctx;
  if (!session?.staff || !ctx.sessionOptions.rolling || now - (session.seen ?? 0) < coarse) return;
  session.seen = now;
  session.ip = ctx.ip;
  session.agent = ctx.get('User-Agent').slice(0, agentLength);
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
