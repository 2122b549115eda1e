import { z } from 'zod';
import { changeReward, findReward, mostThreshold } from '../../shared/bytes/rewards.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { readRoles } from '../../shared/setup/giveable.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedNumber } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { viewRole } from './role-view.ts';

const templates = {
  form: new URL('./reward.pug', import.meta.url),
  review: new URL('./rewards-review.pug', import.meta.url),
  remove: new URL('./reward-remove.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/rewards/:roleId';

/** One role reward: its threshold, or its end. */
export const reward: Page[] = [
  { method: 'get', path, access: 'admin', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: change },
  { method: 'get', path: `${path}/remove`, access: 'admin', handle: confirm },
  { method: 'post', path: `${path}/remove`, access: 'admin', handle: remove },
];

const bytes = typedNumber({ least: 1, most: mostThreshold });
/** `from` is what was there when the form was opened. */
const Change = z.object({ threshold: bytes, from: bytes });

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const place = await placeOf(ctx, deps);
  const kept = typed ? undefined : keptForm(ctx);
  const now = String(place.reward.threshold);
  const form = { threshold: now, from: now, ...kept, ...typed, ...(fault ? { from: now } : {}) };
  show(ctx, deps, templates.form, { ...place, form, faults, fault, remark: kept && keptNotice });
}

async function change(ctx: Context, deps: PageDeps): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, { typed });
  const checked = Change.safeParse(typed);
  if (!checked.success) {
    ctx.status = 422;
    return open(ctx, deps, { typed, faults: faultsOf(checked.error) });
  }
  const { threshold: to, from } = checked.data;
  const { guild, base, reward, earned, title } = await placeOf(ctx, deps);
  if (reward.threshold === to && typed.step !== 'save') {
    flash(ctx, 'Nothing has changed.');
    return seeOther(ctx, base);
  }
  if (reward.threshold !== from && reward.threshold !== to) return refuse(ctx, deps, typed, reward.threshold);
  if (typed.step !== 'save') {
    const words = (threshold: number) => `at ${threshold.toLocaleString('en')} bytes received`;
    const changes = [{ label: `@${earned.name}`, before: words(from), after: words(to) }];
    const fields = { threshold: String(to), from: String(from) };
    return show(ctx, deps, templates.review, { title, base, path: ctx.path, changes, fields });
  }
  const order = { role: earned.id, name: earned.name, from, to };
  const changed = await changeReward(deps, guild.id, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'stale') return refuse(ctx, deps, typed, changed.threshold);
  if (changed.is === 'not-theirs') {
    ctx.status = 403;
    const threshold = tellNotTheirs(changed, earned.id, { nameOf: () => earned.name });
    return open(ctx, deps, { typed, faults: { threshold } });
  }
  await tellProcesses(deps, 'bytes', guild.id);
  flash(ctx, 'Saved. Every process obeys within a second.');
  seeOther(ctx, base);
}

async function refuse(
  ctx: Context,
  deps: PageDeps,
  typed: Record<string, unknown>,
  now: number,
): Promise<void> {
  ctx.status = 409;
  const fault = `Somebody else has moved it to ${now.toLocaleString('en')} bytes meanwhile. Check, and save again.`;
  await open(ctx, deps, { typed, fault });
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  show(ctx, deps, templates.remove, { ...(await placeOf(ctx, deps)) });
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const { guild, base, earned, reward } = await placeOf(ctx, deps);
  const from = bytes.safeParse(formOf(ctx).from).data ?? Number.NaN;
  const order = { role: earned.id, name: earned.name, from, to: null };
  const changed = await changeReward(deps, guild.id, order, actorOf(ctx));
  if (changed.is === 'stale') {
    flash(ctx, `It had been moved to ${reward.threshold.toLocaleString('en')} bytes meanwhile: look again.`);
    return seeOther(ctx, `${base}/${earned.id}/remove`);
  }
  await tellProcesses(deps, 'bytes', guild.id);
  flash(ctx, `@${earned.name} is earned no more. Who has it keeps it.`);
  seeOther(ctx, base);
}

async function placeOf(ctx: Context, deps: PageDeps) {
  const guild = guildOf(ctx);
  const id = Snowflake.safeParse(ctx.params.roleId).data;
  const reward = id ? await findReward(deps, guild.id, id) : undefined;
  if (!reward) throw new AppError('not-found');
  const earned = viewRole(await readRoles(deps, guild.id), reward.role);
  const base = `/admin/guilds/${guild.id}/rewards`;
  return { guild, reward, earned, base, title: `Role reward ${earned.name}` };
}
