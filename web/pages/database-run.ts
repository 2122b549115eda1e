import { AppError } from '../../shared/core/errors.ts';
import { cancelRun } from '../../shared/maintenance/cancel.ts';
import { findRun } from '../../shared/maintenance/list.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { readRun } from './database-run-view.ts';
import { kindWords } from './database-words.ts';

const template = new URL('./database-run.pug', import.meta.url);
const path = '/admin/database/runs/:maintenanceId';

/** One run of maintenance: how far it is, live, and what came of it. */
export const databaseRun: Page[] = [
  { method: 'get', path, access: 'admin', handle: open },
  { method: 'get', path: `${path}/live`, access: 'admin', idle: true, handle: follow },
  { method: 'post', path: `${path}/cancel`, access: 'admin', handle: cancel },
];

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const view = await readRun(deps, idIn(ctx));
  if (!view) throw new AppError('not-found');
  const { title, lead } = kindWords[view.kind];
  const again = withQuery(`/admin/database/new/${view.kind}`, { guild: view.guild?.id, table: view.table });
  show(ctx, deps, template, { title, lead, wide: true, view, again });
}

async function follow(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  if (!(await findRun(deps, id))) throw new AppError('not-found');
  let leave: (() => void) | undefined;
  const stream = streamEvents(ctx, () => leave?.());
  leave = deps.live.maintenance.watch(id, stream);
}

async function cancel(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  const { is } = await cancelRun(deps, id, actorOf(ctx));
  if (is === 'unknown') throw new AppError('not-found');
  flash(ctx, is === 'cancelled' ? 'Cancelled. What it has done stays done.' : 'It was over already.');
  seeOther(ctx, `/admin/database/runs/${id}`);
}

function idIn(ctx: Context): string {
  const id = RowId.safeParse(ctx.params.maintenanceId).data;
  if (!id) throw new AppError('not-found');
  return id;
}
