import { z } from 'zod';
import type { PasswordFault } from '../../shared/accounts/rules.ts';
import { changePassword } from '../../shared/accounts/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { enter, flash } from '../middleware/session.ts';
import { staffOf } from '../middleware/staff.ts';

const template = new URL('./password.pug', import.meta.url);
const word = z.string().max(256).catch('');
const Change = z.object({ current: word, fresh: word, again: word });

export const password: Page[] = [
  {
    method: 'get',
    path: '/admin/password',
    access: 'newcomer',
    handle: (ctx, deps) => showForm(ctx, deps),
  },
  { method: 'post', path: '/admin/password', access: 'newcomer', handle: submit },
];

/** Changing it ends every other session of the account; this one goes on under a new id. */
async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const { db, clock, throttle } = deps;
  const staff = staffOf(ctx);
  const { current, fresh, again } = Change.parse(formOf(ctx));
  if (fresh !== again) return refuse(ctx, deps, 422, 'The new passwords differ.');
  const verdict = await throttle.count('password', staff.id);
  if (verdict.is === 'throttled') return refuse(ctx, deps, 429, 'Too many attempts. Try again later.');
  const from = { ip: ctx.ip, requestId: ctx.state.requestId };
  const result = await changePassword({ db }, staff.id, { current, next: fresh }, from);
  if (result.is === 'refused') return refuse(ctx, deps, 422, 'The current password is wrong.');
  if (result.is === 'weak') return refuse(ctx, deps, 422, faults[result.fault]);
  await throttle.forgive('password', staff.id);
  await enter(ctx, clock, result.user);
  flash(ctx, 'Password changed.');
  // The account page suggests a second factor to whoever has just begun.
  seeOther(ctx, staff.mustChangePassword ? '/admin/account' : '/admin');
}

const faults: Record<PasswordFault, string> = {
  short: 'The new password needs at least 12 characters.',
  long: 'The new password is too long: 72 bytes are the most.',
  simple: 'The new password needs more different characters.',
  name: 'The new password contains your username.',
  same: 'The new password is the current one.',
};

function refuse(ctx: Context, deps: PageDeps, status: number, fault: string): void {
  ctx.status = status;
  showForm(ctx, deps, fault);
}

function showForm(ctx: Context, deps: PageDeps, fault?: string): void {
  show(ctx, deps, template, { title: 'Change password', fault });
}
