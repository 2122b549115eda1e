import { z } from 'zod';
import { declareOutage, listOutageDays } from '../../shared/bytes/outage-days.ts';
import { DAY } from '../../shared/core/clock.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';

const templates = {
  list: new URL('./outage-days.pug', import.meta.url),
  confirm: new URL('./outage-days-confirm.pug', import.meta.url),
};
const path = '/admin/outage-days';
const back = 7; // days (product §1)

/** Days on which inactivity breaks no streak, in all guilds. */
export const outageDays: Page[] = [
  { method: 'get', path, access: 'admin', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: declare },
];

const Days = z
  .preprocess(
    (given) => [given ?? []].flat(),
    z
      .array(z.iso.date())
      .min(1)
      .max(back + 1),
  )
  .transform((dates) => dates.map((date) => Date.parse(date) / DAY));

async function list(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const declared = await listOutageDays(deps);
  const today = Math.floor(deps.clock() / DAY);
  const open = Array.from({ length: back + 1 }, (_, ago) => today - ago).filter(
    (day) => !declared.some((one) => one.day === day),
  );
  show(ctx, deps, templates.list, {
    title: 'Outage days',
    days: declared.map((one) => ({ ...one, date: dateOf(one.day) })),
    options: open.map((day) => ({ value: dateOf(day), text: textOf(day, today) })),
    fault,
  });
}

/** Picked, looked at, then declared for good. */
async function declare(ctx: Context, deps: PageDeps): Promise<void> {
  const { days: given, step } = formOf(ctx);
  const days = Days.safeParse(given).data;
  if (!days) {
    ctx.status = 422;
    return list(ctx, deps, 'Pick at least one day.');
  }
  const dates = days.map(dateOf);
  if (step !== 'save') return show(ctx, deps, templates.confirm, { title: 'Declare outage days', dates });
  const { actor: by, ...request } = actorOf(ctx);
  const declared = await declareOutage(deps, { days, by, request });
  if (declared.is === 'out-of-range') {
    ctx.status = 422;
    return list(ctx, deps, `Only days from ${dateOf(declared.first)} on can be declared, and none to come.`);
  }
  const streaks = `${declared.relinked.toLocaleString('en')} broken ${declared.relinked === 1 ? 'streak is' : 'streaks are'} whole again`;
  const relinked = declared.done ? `${streaks}.` : `${streaks} so far; the others follow.`;
  flash(ctx, declared.days.length > 0 ? `Declared. ${relinked}` : `It was declared already. ${relinked}`);
  seeOther(ctx, path);
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });

function textOf(day: number, today: number): string {
  const name = ['today', 'yesterday'][today - day] ?? weekday.format(day * DAY);
  return `${dateOf(day)}, ${name}`;
}
