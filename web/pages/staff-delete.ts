import { countKeysOf } from '../../shared/accounts/api-keys.ts';
import { removeStaff } from '../../shared/accounts/edit-staff.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { endOtherSessions } from '../middleware/session-list.ts';
import { actorOf } from '../middleware/staff.ts';
import { accountOf, refuse } from './staff-account.ts';

const path = '/admin/staff/:id/delete';
const template = new URL('./staff-delete.pug', import.meta.url);

/** The end of an account, once it was asked for twice. */
export const staffDelete: Page[] = [
  { method: 'get', path, access: 'owner', handle: confirm },
  { method: 'post', path, access: 'owner', handle: remove },
];

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const keys = await countKeysOf(deps, account.id);
  show(ctx, deps, template, { title: `Delete ${account.username}`, account, keys });
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const result = await removeStaff(deps, account.id, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  await endOtherSessions(deps, account.id, undefined);
  flash(ctx, `${account.username} is deleted. What it did stays in the log under its name.`);
  seeOther(ctx, '/admin/staff');
}
