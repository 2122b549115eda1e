import { type Dismissed, dismissAlarm, isDismissible } from '../../shared/cluster/dismiss.ts';
import { Alarm } from '../../shared/cluster/model.ts';
import { AppError } from '../../shared/core/errors.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { viewAlarm } from './alarm-view.ts';

const template = new URL('./alarm.pug', import.meta.url);
const path = '/admin/cluster/alarms/:alarmId';

/** One alarm, and the way to dismiss it: the lists are kept fresh for whoever watches, and have no forms. */
export const alarm: Page[] = [
  { method: 'get', path, access: 'admin', handle: open },
  { method: 'post', path: `${path}/dismiss`, access: 'admin', handle: dismiss },
];

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const found = await Alarm.query(deps.db).findById(idIn(ctx));
  if (!found) throw new AppError('not-found');
  const alarm = { ...viewAlarm(found), seenAt: found.seenAt, isDismissible: isDismissible(found) };
  show(ctx, deps, template, { title: alarm.title, alarm });
}

const said: Record<Exclude<Dismissed['is'], 'unknown'>, string> = {
  dismissed: 'Dismissed. It is raised again only once that process was back and dies again.',
  over: 'It was over already.',
  'not-dismissible': 'This is over by itself once it is mended.',
};

async function dismiss(ctx: Context, deps: PageDeps): Promise<void> {
  const { is } = await dismissAlarm(deps, idIn(ctx), actorOf(ctx));
  if (is === 'unknown') throw new AppError('not-found');
  flash(ctx, said[is]);
  seeOther(ctx, '/admin/cluster');
}

function idIn(ctx: Context): string {
  const id = RowId.safeParse(ctx.params.alarmId).data;
  if (!id) throw new AppError('not-found');
  return id;
}
