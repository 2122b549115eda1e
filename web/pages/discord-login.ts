import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { type DiscordApp, discordReturn, identify } from '../../shared/setup/discord-identity.ts';
import { consentLink } from '../../shared/setup/invite.ts';
import type { Context } from '../context.ts';
import { pageOfPanel } from '../http/next.ts';
import { ownOrigin } from '../http/own-origin.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { limitForms, networkOf } from '../http/throttle.ts';
import { beginSignIn, takeSignIn } from '../middleware/begun-sign-in.ts';
import { enterAsManager } from '../middleware/session.ts';

const template = new URL('./discord-login.pug', import.meta.url);
const path = '/admin/login/discord';
const home = '/admin';

/**
 * "Sign in with Discord", for who manages guilds. A link begins it, as browsers hold a form's redirect against our own
 * `form-action`; only who it is is asked of Discord, since we know what they manage.
 */
export const discordLogin: Page[] = [
  { method: 'get', path, access: 'public', handle: begin },
  { method: 'get', path: discordReturn, access: 'public', handle: comeBack },
];

/** Where the button leads; undefined where nobody can sign in so. */
export function discordLoginLink(deps: PageDeps, next: string): string | undefined {
  return appOf(deps) && `${path}?${new URLSearchParams({ next })}`;
}

async function begin(ctx: Context, deps: PageDeps): Promise<void> {
  const app = appOf(deps);
  if (!app) return refuse(ctx, deps, 'off');
  const next = pageOfPanel(ctx.query.next) ?? home;
  if (ctx.session?.staff) return seeOther(ctx, next);
  if (!ctx.session?.csrf) await limitForms(deps.throttle, ctx.ip);
  const asked = {
    client_id: app.id,
    response_type: 'code',
    scope: 'identify',
    redirect_uri: returnOf(ctx, deps),
    ...beginSignIn(ctx, deps.clock, next),
  };
  ctx.redirect(consentLink(app.api, asked));
}

const Back = z.object({
  state: z.string().max(100).catch(''),
  code: z.string().max(500).catch(''),
  error: z.string().max(100).optional().catch('strange'),
});

async function comeBack(ctx: Context, deps: PageDeps): Promise<void> {
  const { log, clock, throttle } = deps;
  const app = appOf(deps);
  if (!app) return refuse(ctx, deps, 'off');
  const { state, code, error } = Back.parse(ctx.query);
  const begun = await takeSignIn(ctx, deps, state);
  if (!begun) return refuse(ctx, deps, 'unknown');
  const { next, verifier } = begun;
  const about = { requestId: ctx.state.requestId, ip: ctx.ip };
  if (error !== undefined) {
    log.info({ ...about, outcome: error }, 'sign-in with Discord');
    return refuse(ctx, deps, error === 'access_denied' ? 'denied' : 'refused', next);
  }
  // only now, so that no other site can use up a visitor's tries
  const verdict = await throttle.count('discord-login', networkOf(ctx.ip));
  if (verdict.is === 'throttled') return refuseForNow(ctx, deps, verdict.seconds, next);
  const found = await identify(deps, app, { code, verifier, redirectUri: returnOf(ctx, deps) });
  log.info({ ...about, outcome: found.is }, 'sign-in with Discord');
  if (found.is === 'away') log.warn({ ...about, err: found.cause }, 'Discord was away at a sign-in');
  if (found.is === 'refused') log.error({ ...about, err: found.cause }, 'Discord refused a sign-in');
  if (found.is !== 'known') return refuse(ctx, deps, found.is, next);
  await enterAsManager(ctx, clock, { guild: null, user: found.user, name: found.name });
  seeOther(ctx, next);
}

function appOf({ config, applicationId }: PageDeps): DiscordApp | undefined {
  const { DISCORD_API: api, DISCORD_CLIENT_SECRET: secret } = config;
  return secret && applicationId ? { api, id: applicationId, secret } : undefined;
}

function returnOf(ctx: Context, { config }: PageDeps): string {
  return `${ownOrigin(ctx, config)}${discordReturn}`;
}

const again = 'Try again.';
const refusals = {
  off: {
    status: 404,
    title: 'Signing in with Discord is not set up here',
    fault: 'You manage a server? Use /config panel there: it gives you a link into its pages.',
  },
  unknown: {
    status: 400,
    title: 'This sign-in is over',
    fault: `It was not begun in this browser, took more than ten minutes, or was finished already. ${again}`,
  },
  denied: {
    status: 403,
    title: 'You did not sign in',
    fault:
      'You cancelled on Discord’s page, and nothing was passed on. All that is asked there is who you are.',
  },
  stale: {
    status: 400,
    title: 'This sign-in is over',
    fault: `What Discord gave your browser was used already, or has expired. ${again}`,
  },
  away: {
    status: 503,
    title: 'Discord does not answer',
    fault: 'It did not say who you are. Wait a minute and try again.',
  },
  refused: {
    status: 502,
    title: 'Discord refuses this panel',
    fault: 'Something is set up wrong here; that is not your fault. Tell whoever runs this installation.',
  },
} satisfies Record<string, { status: number; title: string; fault: string }>;

function refuse(ctx: Context, deps: PageDeps, why: keyof typeof refusals, next = home): void {
  const { status, ...words } = refusals[why];
  ctx.status = status;
  show(ctx, deps, template, { ...words, begin: discordLoginLink(deps, next) });
}

function refuseForNow(ctx: Context, deps: PageDeps, seconds: number, next: string): void {
  ctx.status = 429;
  ctx.set('Retry-After', String(seconds));
  const minutes = Math.ceil((seconds * SECOND) / MINUTE);
  const words = { title: 'Too many attempts', fault: `Try again in ${minutes} min.` };
  show(ctx, deps, template, { ...words, begin: discordLoginLink(deps, next) });
}
