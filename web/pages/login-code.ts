import { z } from 'zod';
import { logInWithCode } from '../../shared/accounts/second-factor-login.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { pendingOf } from '../middleware/half-session.ts';
import { enter, flash } from '../middleware/session.ts';

const template = new URL('./login-code.pug', import.meta.url);
const path = '/admin/login/code';
const Try = z.object({ code: z.string().max(64).catch('') });

/** The second step of a login, for five minutes after the password was right. */
export const loginCode: Page[] = [
  {
    method: 'get',
    path,
    access: 'public',
    handle(ctx, deps) {
      if (ctx.session?.staff) return seeOther(ctx, '/admin');
      if (!pendingOf(ctx, deps.clock)) return startAgain(ctx);
      showForm(ctx, deps);
    },
  },
  { method: 'post', path, access: 'public', handle: submit },
];

async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const { clock, log, throttle } = deps;
  if (ctx.session?.staff) return seeOther(ctx, '/admin');
  const pending = pendingOf(ctx, clock);
  if (!pending) return startAgain(ctx);
  const verdict = await throttle.count('second-factor', pending.id);
  if (verdict.is === 'throttled') return refuse(ctx, deps, 429, 'Too many attempts. Try again later.');
  const { code } = Try.parse(formOf(ctx));
  const { requestId } = ctx.state;
  const result = await logInWithCode(deps, pending, code, { ip: ctx.ip, requestId });
  log.info({ requestId, ip: ctx.ip, outcome: result.is }, 'login code');
  if (result.is === 'refused')
    return refuse(ctx, deps, 403, 'The code is wrong, or was used. Wait for the next one.');
  await throttle.forgive('second-factor', pending.id);
  await enter(ctx, clock, result.user);
  if (result.left !== undefined) flash(ctx, `That was a recovery code. ${result.left} are left.`);
  seeOther(ctx, pending.next);
}

function startAgain(ctx: Context): void {
  if (ctx.session?.pending) ctx.session.pending = undefined;
  flash(ctx, 'That took too long. Log in again.');
  seeOther(ctx, '/admin/login');
}

function refuse(ctx: Context, deps: PageDeps, status: number, fault: string): void {
  ctx.status = status;
  showForm(ctx, deps, fault);
}

function showForm(ctx: Context, deps: PageDeps, fault?: string): void {
  show(ctx, deps, template, { title: 'Enter the code', fault });
}
