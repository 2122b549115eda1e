import { z } from 'zod';
import {
  disableSecondFactor,
  enrol,
  proposeSecret,
  readSecret,
} from '../../shared/accounts/second-factor.ts';
import { totpUri } from '../../shared/accounts/totp.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { drawQr } from '../http/qr.ts';
import { hasOnce, newOnce, onceOf, putOnce } from '../http/shown-once.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';
import { refuseAt, tooMany, wrongPassword } from './account.ts';

const template = new URL('./second-factor.pug', import.meta.url);
const home = '/admin/account';
const word = z.string().max(256).catch('');

export const secondFactor: Page[] = [
  {
    method: 'get',
    path: `${home}/second-factor`,
    access: 'staff',
    handle: (ctx, deps) => propose(ctx, deps),
  },
  { method: 'post', path: `${home}/second-factor`, access: 'staff', handle: confirm },
  { method: 'post', path: `${home}/second-factor/disable`, access: 'staff', handle: disable },
];

/** The same secret until it is confirmed: a reload does not spoil what was scanned. */
function propose(ctx: Context, deps: PageDeps, fault?: string): void {
  const { id, username, hasSecondFactor } = staffOf(ctx);
  const { session } = ctx;
  if (hasSecondFactor || !session) {
    seeOther(ctx, home);
    return;
  }
  session.enrolling ??= proposeSecret(deps, id);
  const secret = readSecret(deps, id, session.enrolling);
  if (!secret) throw new Error('a secret that was sealed here just now does not open');
  show(ctx, deps, template, {
    title: 'Set up a second factor',
    qr: drawQr(totpUri(secret, username)),
    secret: secret.replace(/.{4}(?=.)/g, '$& '),
    once: newOnce(),
    fault,
  });
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const form = formOf(ctx);
  const { code } = z.object({ code: word }).parse(form);
  const once = onceOf(form.once);
  const sealed = ctx.session?.enrolling;
  if (!sealed || staff.hasSecondFactor) return afterwards(ctx, deps, once);
  const verdict = await deps.throttle.count('second-factor', staff.id);
  if (verdict.is === 'throttled') return refuse(ctx, deps, 429, 'Too many attempts. Try again later.');
  const result = await enrol(deps, staff, { sealed, code }, actorOf(ctx));
  if (result.is === 'refused')
    return refuse(
      ctx,
      deps,
      422,
      'The code does not fit. Check the time of your phone, and try the next code.',
    );
  if (ctx.session) ctx.session.enrolling = undefined;
  if (result.is === 'already') return afterwards(ctx, deps, once);
  await deps.throttle.forgive('second-factor', staff.id);
  await putOnce(deps, ctx, once, JSON.stringify(result.recoveryCodes));
  seeOther(ctx, `${home}/recovery-codes?once=${once}`);
}

function refuse(ctx: Context, deps: PageDeps, status: number, fault: string): void {
  ctx.status = status;
  propose(ctx, deps, fault);
}

/** Where the same form was posted before: to the codes it made, where they were not shown yet. */
async function afterwards(ctx: Context, deps: PageDeps, once: string): Promise<void> {
  const isWaiting = await hasOnce(deps, ctx, once);
  seeOther(ctx, isWaiting ? `${home}/recovery-codes?once=${once}` : home);
}

async function disable(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const { disablePassword } = z.object({ disablePassword: word }).parse(formOf(ctx));
  const verdict = await deps.throttle.count('password', staff.id);
  if (verdict.is === 'throttled') return refuseAt(ctx, deps, 'disable', tooMany);
  const result = await disableSecondFactor(deps, staff.id, disablePassword, actorOf(ctx));
  if (result.is === 'refused') return refuseAt(ctx, deps, 'disable', wrongPassword);
  await deps.throttle.forgive('password', staff.id);
  flash(ctx, 'The second factor is off.');
  seeOther(ctx, home);
}
