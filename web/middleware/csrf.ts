import { AppError } from '../../shared/core/errors.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { formOf } from '../http/form.ts';
import { pageOfPanel } from '../http/next.ts';
import { isFromHere } from '../http/own-origin.ts';
import { seeOther } from '../http/page.ts';
import { isSecret } from '../http/secret.ts';
import { networkOf, type Throttle } from '../http/throttle.ts';
import { keepForm, serveKeptForm } from './kept-form.ts';
import { flash, openSession } from './session.ts';

type Parts = Pick<Deps, 'redis' | 'clock' | 'config'> & { throttle: Throttle };

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every form carries the token of its session; one without it was written elsewhere, or its session has ended. What
 * comes from our own pages is then kept, and the person sent back to the form, by way of the login where that is needed.
 */
export function checkForms(parts: Parts): Middleware {
  return async (ctx, next) => {
    if (safe.has(ctx.method)) return serveKeptForm(ctx, parts, next);
    if (!hasToken(ctx) && !isLogout(ctx, parts)) return sendBack(ctx, parts, new AppError('bad-csrf'));
    try {
      await next();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-signed-in') throw error;
      await sendBack(ctx, parts, error); // the account has another password by now, or is disabled
    }
  };
}

function hasToken(ctx: Context): boolean {
  const token = ctx.session?.csrf;
  return token !== undefined && isSecret(formOf(ctx)._csrf, token);
}

/** Leaving needs no token of a page that has one of an earlier session. */
function isLogout(ctx: Context, parts: Parts): boolean {
  return ctx.path === '/admin/logout' && isFromHere(ctx, parts.config);
}

async function sendBack(ctx: Context, parts: Parts, refusal: AppError): Promise<void> {
  if (!isForm(ctx) || !isFromHere(ctx, parts.config)) throw refusal;
  const verdict = await parts.throttle.count('kept-form', networkOf(ctx.ip));
  if (verdict.is === 'throttled') throw refusal;
  const session = openSession(ctx, parts.clock);
  if (ctx.path.startsWith('/admin/login')) {
    flash(ctx, loginNotice);
    return seeOther(ctx, toLogin(pageOfPanel(formOf(ctx).next) ?? '/admin'));
  }
  const { page, isKept } = await keepForm(ctx, parts);
  if (!isKept) flash(ctx, emptyNotice);
  seeOther(ctx, session.staff || session.manager ? page : toLogin(page));
}

function toLogin(page: string): string {
  return `/admin/login?next=${encodeURIComponent(page)}`;
}

const emptyNotice = 'Your session had ended. Nothing was done: try again.';
const loginNotice = 'The form had become too old. Log in again.';

/** Programs are told what is wrong rather than sent to a page. */
function isForm(ctx: Context): boolean {
  const isOfPanel = /^\/admin(\/|$)/.test(ctx.path);
  return ctx.method === 'POST' && isOfPanel && ctx.accepts('json', 'html') === 'html';
}
