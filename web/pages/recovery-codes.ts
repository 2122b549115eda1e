import { z } from 'zod';
import { renewRecoveryCodes } from '../../shared/accounts/second-factor.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { onceOf, putOnce, takeOnce } from '../http/shown-once.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';
import { refuseAt, tooMany, wrongPassword } from './account.ts';

const template = new URL('./recovery-codes.pug', import.meta.url);
const home = '/admin/account';
const path = `${home}/recovery-codes`;
const word = z.string().max(256).catch('');

export const recoveryCodes: Page[] = [
  { method: 'get', path, access: 'staff', handle: showCodes },
  { method: 'post', path, access: 'staff', handle: renew },
];

async function showCodes(ctx: Context, deps: PageDeps): Promise<void> {
  const text = await takeOnce(deps, ctx, ctx.query.once);
  if (!text) {
    flash(ctx, 'Recovery codes are shown only once. You can make new ones.');
    return seeOther(ctx, home);
  }
  const codes = z.array(z.string()).parse(JSON.parse(text));
  show(ctx, deps, template, { title: 'Recovery codes', codes });
}

async function renew(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const form = formOf(ctx);
  const { renewPassword } = z.object({ renewPassword: word }).parse(form);
  const verdict = await deps.throttle.count('password', staff.id);
  if (verdict.is === 'throttled') return refuseAt(ctx, deps, 'renew', tooMany);
  const result = await renewRecoveryCodes(deps, staff.id, renewPassword, actorOf(ctx));
  if (result.is === 'refused') return refuseAt(ctx, deps, 'renew', wrongPassword);
  await deps.throttle.forgive('password', staff.id);
  if (result.is === 'absent') return seeOther(ctx, home);
  const once = onceOf(form.once);
  await putOnce(deps, ctx, once, JSON.stringify(result.recoveryCodes));
  seeOther(ctx, `${path}?once=${once}`);
}
