import { AppError } from '../../shared/core/errors.ts';
import {
  findTemplate,
  type ReasonTemplate,
  removeTemplate,
  updateTemplate,
} from '../../shared/moderation/templates.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { diffTemplate, TypedTemplate } from './reason-templates.ts';
import { versionOf } from './settings-place.ts';

const templates = {
  form: new URL('./reason-template.pug', import.meta.url),
  review: new URL('./reason-template-review.pug', import.meta.url),
  remove: new URL('./reason-template-remove.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/templates/:templateId';

/** One reason that moderators pick: what it says, or its end. */
export const reasonTemplate: Page[] = [
  { method: 'get', path, access: 'moderator', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'moderator', handle: change },
  { method: 'get', path: `${path}/remove`, access: 'moderator', handle: confirm },
  { method: 'post', path: `${path}/remove`, access: 'moderator', handle: remove },
];

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const place = await placeOf(ctx, deps);
  const { name, text, version } = place.reason;
  const kept = typed ? undefined : keptForm(ctx);
  const form = {
    ...(typed ?? kept ?? { name, text }),
    version: fault ? version : (typed?.version ?? kept?.version ?? version),
  };
  show(ctx, deps, templates.form, { ...place, form, faults, fault, remark: kept && keptNotice });
}

async function change(ctx: Context, deps: PageDeps): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, { typed });
  const checked = TypedTemplate.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, { typed, faults: faultsOf(checked.error) });
  const draft = checked.data;
  const { guild, reason, base } = await placeOf(ctx, deps);
  const changes = diffTemplate(reason, draft);
  if (changes.length === 0) {
    flash(ctx, typed.step === 'save' ? 'Saved.' : 'Nothing has changed.');
    return seeOther(ctx, base);
  }
  const version = versionOf(typed.version) ?? 0;
  if (reason.version !== version) return refuseStale(ctx, deps, typed, reason);
  if (typed.step !== 'save') {
    const fields = { ...draft, version: String(version) };
    return show(ctx, deps, templates.review, {
      title: 'Review changes',
      base,
      path: ctx.path,
      fields,
      changes,
    });
  }
  const order = { id: reason.id, version, changes: draft };
  const changed = await updateTemplate(deps, guild.id, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'stale') return refuseStale(ctx, deps, typed, changed.template);
  if (changed.is === 'name-taken')
    return refuse(ctx, deps, 409, { typed, faults: { name: 'Another reason has this name.' } });
  flash(ctx, 'Saved.');
  seeOther(ctx, base);
}

async function refuseStale(
  ctx: Context,
  deps: PageDeps,
  typed: Record<string, unknown>,
  { name, text }: ReasonTemplate,
): Promise<void> {
  const fault = `Somebody else has saved this reason meanwhile. Now: ${name}: ${text} What you typed is below: check, and save again.`;
  await refuse(ctx, deps, 409, { typed, fault });
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, shown);
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  show(ctx, deps, templates.remove, await placeOf(ctx, deps));
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const { guild, reason, base } = await placeOf(ctx, deps);
  const version = versionOf(formOf(ctx).version) ?? 0;
  const removed = await removeTemplate(deps, guild.id, { id: reason.id, version }, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, 'Somebody else has saved this reason meanwhile: look again.');
    return seeOther(ctx, `${base}/${reason.id}/remove`);
  }
  flash(ctx, removed.is === 'removed' ? `“${reason.name}” is offered no more.` : 'It was removed already.');
  seeOther(ctx, base);
}

async function placeOf(ctx: Context, deps: PageDeps) {
  const guild = guildOf(ctx);
  const id = RowId.safeParse(ctx.params.templateId).data;
  const reason = id ? await findTemplate(deps, guild.id, id) : undefined;
  if (!reason) throw new AppError('not-found');
  return { guild, reason, base: `/admin/guilds/${guild.id}/templates`, title: `Reason ${reason.name}` };
}
