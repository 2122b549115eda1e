import { z } from 'zod';
import { roles, Username } from '../../shared/accounts/rules.ts';
import { createStaff } from '../../shared/accounts/staff.ts';
import { findAccountByName, listStaff } from '../../shared/accounts/staff-list.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { hasOnce, newOnce, onceOf, putOnce } from '../http/shown-once.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { actorOf } from '../middleware/staff.ts';
import { refusals, roleOptions } from './staff-words.ts';

const template = new URL('./staff.pug', import.meta.url);
const path = '/admin/staff';

/** '' stands for no role everywhere. */
export const RoleField = z.enum([...roles, '']).transform((role) => (role === '' ? null : role));
const New = z.object({ username: Username, role: RoleField });

/** The accounts of the panel, and making new ones. */
export const staff: Page[] = [
  {
    method: 'get',
    path,
    access: 'owner',
    async handle(ctx, deps) {
      const kept = keptForm(ctx);
      await showStaff(ctx, deps, kept ? { typed: kept, notice: keptNotice } : {});
    },
  },
  { method: 'post', path, access: 'owner', handle: create },
];

async function create(ctx: Context, deps: PageDeps): Promise<void> {
  const typed = formOf(ctx);
  const { data, error } = New.safeParse(typed);
  if (!data) return refuse(ctx, deps, 422, { typed, faults: z.flattenError(error).fieldErrors });
  const once = onceOf(typed.once);
  const result = await createStaff(deps, data, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, 403, { typed, fault: refusals[result.why] });
  if (result.is === 'created') {
    await putOnce(deps, ctx, once, result.password);
    return seeOther(ctx, `${path}/${result.id}?once=${once}`);
  }
  const existing = await findAccountByName(deps, data.username);
  // The same form, posted twice, made it just now.
  if (existing && (await hasOnce(deps, ctx, once)))
    return seeOther(ctx, `${path}/${existing.id}?once=${once}`);
  await refuse(ctx, deps, 409, { typed, faults: { username: ['There is an account of that name.'] } });
}

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string[] | undefined>;
  fault?: string;
  notice?: string;
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await showStaff(ctx, deps, shown);
}

async function showStaff(ctx: Context, deps: PageDeps, { notice: kept, ...shown }: Shown): Promise<void> {
  const accounts = await listStaff(deps);
  const fixed = { title: 'Staff', accounts, roleOptions, once: newOnce() };
  show(ctx, deps, template, { ...fixed, kept, typed: {}, faults: {}, ...shown });
}
