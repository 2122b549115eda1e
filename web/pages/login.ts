import { z } from 'zod';
import { logIn } from '../../shared/accounts/store.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { pageOfPanel } from '../http/next.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { limitForms, networkOf, type Throttle, type Verdict } from '../http/throttle.ts';
import { enterHalf } from '../middleware/half-session.ts';
import { enter, openSession } from '../middleware/session.ts';
import { discordLoginLink } from './discord-login.ts';

const template = new URL('./login.pug', import.meta.url);
const home = '/admin';

/** Anything is a try: what no account can have is refused like a wrong password. */
const Try = z.object({
  username: z
    .string()
    .trim()
    .max(64)
    .refine((text) => !text.includes('\0')) // Postgres cannot even compare it
    .catch(''),
  password: z.string().max(256).catch(''),
});

export const login: Page[] = [
  { method: 'get', path: '/admin/login', access: 'public', handle: ask },
  { method: 'post', path: '/admin/login', access: 'public', handle: submit },
  { method: 'post', path: '/admin/logout', access: 'public', handle: leave },
];

async function ask(ctx: Context, deps: PageDeps): Promise<void> {
  const next = pageOfPanel(ctx.query.next) ?? home;
  if (ctx.session?.staff) return seeOther(ctx, next);
  if (!ctx.session?.csrf) await limitForms(deps.throttle, ctx.ip);
  openSession(ctx, deps.clock);
  showForm(ctx, deps, { next });
}

async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const { db, clock, log, throttle } = deps;
  const form = formOf(ctx);
  const { username, password } = Try.parse(form);
  const next = pageOfPanel(form.next) ?? home;
  const verdict = await countTry(throttle, ctx.ip, username);
  if (verdict.is === 'throttled') return refuseForNow(ctx, deps, verdict.seconds, { username, next });
  const result = await logIn({ db }, username, password);
  log.info({ requestId: ctx.state.requestId, ip: ctx.ip, outcome: result.is }, 'login');
  if (result.is === 'refused') {
    ctx.status = 403;
    return showForm(ctx, deps, { fault: 'Username or password is wrong.', username, next });
  }
  await throttle.forgive('login-pair', pairOf(ctx.ip, username));
  if (result.is === 'code') {
    await enterHalf(ctx, clock, result.user, next);
    return seeOther(ctx, '/admin/login/code');
  }
  await enter(ctx, clock, result.user);
  seeOther(ctx, next);
}

/** Who came by a link has nothing to log in with. */
function leave(ctx: Context): void {
  const next = ctx.session?.manager?.guild ? '/' : '/admin/login';
  ctx.session = null;
  seeOther(ctx, next);
}

/** The narrowest first: what one network is refused does not count against the name everywhere. */
async function countTry(throttle: Throttle, ip: string, username: string): Promise<Verdict> {
  const counts = [
    ['login-network', networkOf(ip)],
    ['login-pair', pairOf(ip, username)],
    ['login-name', username.toLowerCase()],
  ] as const;
  for (const [limit, who] of counts) {
    const verdict = await throttle.count(limit, who);
    if (verdict.is === 'throttled') return verdict;
  }
  return { is: 'free' };
}

function pairOf(ip: string, username: string): string {
  return `${networkOf(ip)} ${username.toLowerCase()}`;
}

function refuseForNow(
  ctx: Context,
  deps: PageDeps,
  seconds: number,
  typed: { username: string; next: string },
): void {
  ctx.status = 429;
  ctx.set('Retry-After', String(seconds));
  const minutes = Math.ceil((seconds * SECOND) / MINUTE);
  showForm(ctx, deps, { fault: `Too many attempts. Try again in ${minutes} min.`, ...typed });
}

function showForm(ctx: Context, deps: PageDeps, values: { next: string; [more: string]: unknown }): void {
  const discord = discordLoginLink(deps, values.next);
  show(ctx, deps, template, { title: 'Staff login', discord, ...values });
}
