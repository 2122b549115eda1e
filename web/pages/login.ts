import { z } from 'zod';
import { logIn } from '../../shared/accounts/store.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther } from '../http/page.ts';
import type { Render } from '../http/render.ts';
import { networkOf, type Throttle, type Verdict } from '../http/throttle.ts';
import { enter, openSession } from '../middleware/session.ts';

const template = new URL('./login.pug', import.meta.url);

/** Where to go afterwards: a page of the panel, never another site. */
const Next = z
  .string()
  .regex(/^\/admin(\/[\w-]+)*$/)
  .catch('/admin');
/** Anything is a try: what no account can have is refused like a wrong password. */
const Try = z.object({
  username: z.string().trim().max(64).catch(''),
  password: z.string().max(256).catch(''),
  next: Next,
});

export const login: Page[] = [
  { method: 'get', path: '/admin/login', access: 'public', handle: ask },
  { method: 'post', path: '/admin/login', access: 'public', handle: submit },
  { method: 'post', path: '/admin/logout', access: 'public', handle: leave },
];

async function ask(ctx: Context, { clock, render, throttle }: PageDeps): Promise<void> {
  if (ctx.session?.staff) return seeOther(ctx, '/admin');
  if (!ctx.session?.csrf) await limitForms(ctx, throttle);
  openSession(ctx, clock);
  show(ctx, render, { next: Next.parse(ctx.query.next) });
}

async function submit(ctx: Context, { db, clock, log, render, throttle }: PageDeps): Promise<void> {
  const { username, password, next } = Try.parse(formOf(ctx));
  const verdict = await countTry(throttle, ctx.ip, username);
  if (verdict.is === 'throttled') return refuseForNow(ctx, render, verdict.seconds, { username, next });
  const result = await logIn({ db }, username, password);
  log.info({ requestId: ctx.state.requestId, ip: ctx.ip, outcome: result.is }, 'login');
  if (result.is === 'refused') {
    ctx.status = 403;
    return show(ctx, render, { fault: 'Username or password is wrong.', username, next });
  }
  await throttle.forgive('login-pair', pairOf(ctx.ip, username));
  await enter(ctx, clock, result.user);
  seeOther(ctx, next);
}

function leave(ctx: Context): void {
  ctx.session = null;
  seeOther(ctx, '/admin/login');
}

async function limitForms(ctx: Context, throttle: Throttle): Promise<void> {
  const verdict = await throttle.count('login-form', networkOf(ctx.ip));
  if (verdict.is === 'throttled') throw new AppError('rate-limited');
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

function refuseForNow(ctx: Context, render: Render, seconds: number, typed: Record<string, string>): void {
  ctx.status = 429;
  ctx.set('Retry-After', String(seconds));
  const minutes = Math.ceil((seconds * SECOND) / MINUTE);
  show(ctx, render, { fault: `Too many attempts. Try again in ${minutes} min.`, ...typed });
}

function show(ctx: Context, render: Render, values: Record<string, unknown>): void {
  ctx.type = 'html';
  ctx.body = render(ctx, template, { title: 'Staff login', ...values });
}
