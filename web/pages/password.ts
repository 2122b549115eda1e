import { z } from 'zod';
import type { PasswordFault } from '../../shared/accounts/rules.ts';
import { changePassword } from '../../shared/accounts/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther } from '../http/page.ts';
import type { Render } from '../http/render.ts';
import { enter } from '../middleware/session.ts';
import { staffOf } from '../middleware/staff.ts';

const template = new URL('./password.pug', import.meta.url);
const word = z.string().max(256).catch('');
const Change = z.object({ current: word, fresh: word, again: word });

export const password: Page[] = [
  {
    method: 'get',
    path: '/admin/password',
    access: 'newcomer',
    handle: (ctx, { render }) => show(ctx, render),
  },
  { method: 'post', path: '/admin/password', access: 'newcomer', handle: submit },
];

/** Changing it ends every other session of the account; this one goes on under a new id. */
async function submit(ctx: Context, { db, clock, render, throttle }: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const { current, fresh, again } = Change.parse(formOf(ctx));
  if (fresh !== again) return refuse(ctx, render, 422, 'The new passwords differ.');
  const verdict = await throttle.count('password', staff.id);
  if (verdict.is === 'throttled') return refuse(ctx, render, 429, 'Too many attempts. Try again later.');
  const result = await changePassword({ db }, staff.id, { current, next: fresh });
  if (result.is === 'refused') return refuse(ctx, render, 422, 'The current password is wrong.');
  if (result.is === 'weak') return refuse(ctx, render, 422, faults[result.fault]);
  await throttle.forgive('password', staff.id);
  await enter(ctx, clock, result.user);
  seeOther(ctx, '/admin');
}

const faults: Record<PasswordFault, string> = {
  short: 'The new password needs at least 12 characters.',
  long: 'The new password is too long: 72 bytes are the most.',
  simple: 'The new password needs more different characters.',
  name: 'The new password contains your username.',
  same: 'The new password is the current one.',
};

function refuse(ctx: Context, render: Render, status: number, fault: string): void {
  ctx.status = status;
  show(ctx, render, fault);
}

function show(ctx: Context, render: Render, fault?: string): void {
  ctx.type = 'html';
  ctx.body = render(ctx, template, { title: 'Change password', fault });
}
