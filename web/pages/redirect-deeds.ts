import { AppError } from '../../shared/core/errors.ts';
import { changeRedirect, removeRedirect } from '../../shared/redirects/redirects.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { ownHosts } from '../http/own-hosts.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { redirectIn } from './redirect-place.ts';
import { versionOf } from './settings-place.ts';

const template = new URL('./redirect-remove.pug', import.meta.url);
const path = '/admin/redirects/:redirectId';

/** What is done to a short link without a form: switched off and on; its end. */
export const redirectDeeds: Page[] = [
  { method: 'post', path: `${path}/switch`, access: 'admin', handle: turn },
  { method: 'get', path: `${path}/remove`, access: 'admin', handle: confirm },
  { method: 'post', path: `${path}/remove`, access: 'admin', handle: remove },
];

async function turn(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, name } = await redirectIn(ctx, deps);
  const { version, enabled } = formOf(ctx);
  const order = { id, version: versionOf(version) ?? 0, changes: { enabled: enabled === 'on' } };
  const by = { ...actorOf(ctx), hosts: ownHosts(ctx, deps.config) };
  const turned = await changeRedirect(deps, order, by);
  if (turned.is === 'unknown') throw new AppError('not-found');
  if (turned.is === 'changed')
    flash(ctx, order.changes.enabled ? `/${name} leads on again.` : `/${name} leads nowhere any more.`);
  else flash(ctx, 'Somebody else has saved this short link meanwhile: look again.');
  seeOther(ctx, `/admin/redirects/${id}`);
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  show(ctx, deps, template, { title: 'Remove a short link', redirect: await redirectIn(ctx, deps) });
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, name } = await redirectIn(ctx, deps);
  const version = versionOf(formOf(ctx).version) ?? 0;
  const removed = await removeRedirect(deps, { id, version }, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, 'Somebody else has saved this short link meanwhile: look again.');
    return seeOther(ctx, `/admin/redirects/${id}/remove`);
  }
  flash(ctx, removed.is === 'removed' ? `/${name} is free again.` : 'It was removed already.');
  seeOther(ctx, '/admin/redirects');
}
