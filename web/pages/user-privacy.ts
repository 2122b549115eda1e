import { Readable } from 'node:stream';
import { AppError } from '../../shared/core/errors.ts';
import { isPseudonym } from '../../shared/core/pseudonyms.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { exportUser } from '../../shared/privacy/export-user.ts';
import { askToForget, findForgetting } from '../../shared/privacy/forget-runs.ts';
import { pendingCases } from '../../shared/privacy/pending.ts';
import { previewUser } from '../../shared/privacy/preview.ts';
import { tellExport } from '../../shared/privacy/tell-export.ts';
import { findUser } from '../../shared/sync/users.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';

const templates = {
  open: new URL('./user-privacy.pug', import.meta.url),
  confirm: new URL('./user-privacy-confirm.pug', import.meta.url),
};
const path = '/admin/users/:userId/privacy';

/** All that is held of a user, to be handed to them, or to be deleted. */
export const userPrivacy: Page[] = [
  { method: 'get', path, access: 'admin', handle: open },
  { method: 'get', path: `${path}/export`, access: 'admin', handle: download },
  { method: 'get', path: `${path}/forget`, access: 'admin', handle: (ctx, deps) => ask(ctx, deps) },
  { method: 'post', path: `${path}/forget`, access: 'admin', handle: forget },
];

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  const [view, run] = await Promise.all([look(deps, id), findForgetting(deps, id)]);
  show(ctx, deps, templates.open, { title: 'Export and deletion', id, ...view, run });
}

async function download(ctx: Context, deps: PageDeps): Promise<void> {
  const { id } = await read(ctx, deps);
  await tellExport(deps, id, actorOf(ctx));
  ctx.attachment(`user-${id}.zip`);
  ctx.type = 'application/zip';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = Readable.from(exportUser(deps, id, deps.clock()));
}

async function ask(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const kept = ctx.method === 'GET' ? keptForm(ctx) : undefined;
  const { id, ...view } = await read(ctx, deps);
  if (view.isPseudonym) throw new AppError('not-found');
  const pending = await pendingCases(deps, id);
  const typed = kept?.confirm ?? '';
  const notice = kept && keptNotice;
  show(ctx, deps, templates.confirm, {
    title: 'Delete this user',
    id,
    ...view,
    pending,
    fault,
    typed,
    kept: notice,
  });
}

/** Done with the id typed once more; the workers do the rest. */
async function forget(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  const { confirm } = formOf(ctx);
  if (typeof confirm !== 'string' || confirm.trim() !== id) {
    ctx.status = 422;
    return ask(ctx, deps, `Type ${id} to confirm.`);
  }
  const asked = await askToForget(deps, id, actorOf(ctx));
  if (asked.is === 'unknown') throw new AppError('not-found');
  if (asked.is === 'pending') {
    ctx.status = 409;
    return ask(ctx, deps, 'Nothing is done yet: Discord has still to be told about the cases below.');
  }
  flash(ctx, asked.is === 'asked' ? 'It has begun, and takes a minute or so.' : 'It is under way already.');
  seeOther(ctx, `/admin/users/${id}/privacy`);
}

async function read(ctx: Context, deps: PageDeps) {
  const id = idIn(ctx);
  const view = await look(deps, id);
  if (view.holdings.length === 0) throw new AppError('not-found');
  return { id, ...view };
}

/** Without holdings where there are none: so it looks once a user is gone. */
async function look(deps: PageDeps, id: Snowflake) {
  const [holdings = [], user] = await Promise.all([previewUser(deps, id), findUser(deps, id)]);
  return { holdings, called: user?.globalName || user?.username || id, isPseudonym: isPseudonym(id) };
}

function idIn(ctx: Context): Snowflake {
  const id = Snowflake.safeParse(ctx.params.userId).data;
  if (id === undefined) throw new AppError('not-found');
  return id;
}
