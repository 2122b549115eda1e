import { AppError } from '../../shared/core/errors.ts';
import { changeFileRule, deleteFileRule, findFileRule } from '../../shared/files/by-staff.ts';
import type { FileRule } from '../../shared/files/model.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { decisionChoices } from './file-words.ts';
import { decisionOptions, diffRule, fieldsOf, TypedRule } from './files.ts';
import { versionOf } from './settings-place.ts';

const templates = {
  form: new URL('./file-rule.pug', import.meta.url),
  review: new URL('./file-rule-review.pug', import.meta.url),
  remove: new URL('./file-rule-remove.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/files/rules/:fileRuleId';

/** One file rule: what it says, or its end. */
export const fileRule: Page[] = [
  { method: 'get', path, access: 'admin', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: change },
  { method: 'get', path: `${path}/remove`, access: 'admin', handle: confirm },
  { method: 'post', path: `${path}/remove`, access: 'admin', handle: remove },
];

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const place = await placeOf(ctx, deps);
  const kept = typed ? undefined : keptForm(ctx);
  const version = String(place.rule.version);
  const form = {
    ...(typed ?? kept ?? fieldsOf(place.rule)),
    version: fault ? version : (typed?.version ?? kept?.version ?? version),
  };
  const remark = kept && keptNotice;
  show(ctx, deps, templates.form, { ...place, decisions: decisionOptions, form, faults, fault, remark });
}

async function change(ctx: Context, deps: PageDeps): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, { typed });
  const checked = TypedRule.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, { typed, faults: faultsOf(checked.error) });
  const draft = checked.data;
  const { guild, rule, base } = await placeOf(ctx, deps);
  const changes = diffRule(rule, draft);
  if (changes.length === 0) {
    flash(ctx, typed.step === 'save' ? 'Saved.' : 'Nothing has changed.');
    return seeOther(ctx, base);
  }
  const version = versionOf(typed.version) ?? 0;
  if (rule.version !== version) return refuseStale(ctx, deps, typed, rule);
  if (typed.step !== 'save') {
    const fields = { ...fieldsOf(draft), version: String(version) };
    return show(ctx, deps, templates.review, {
      title: 'Review changes',
      base,
      path: ctx.path,
      fields,
      changes,
    });
  }
  const order = { id: rule.id, version, changes: draft };
  const changed = await changeFileRule(deps, guild.id, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'stale') return refuseStale(ctx, deps, typed, changed.rule);
  if (changed.is === 'taken')
    return refuse(ctx, deps, 409, { typed, faults: { extension: 'Another rule is for this extension.' } });
  flash(ctx, 'Saved. Every process obeys within a second.');
  seeOther(ctx, base);
}

async function refuseStale(
  ctx: Context,
  deps: PageDeps,
  typed: Record<string, unknown>,
  { extension, decision, message }: FileRule,
): Promise<void> {
  const now = `.${extension}, ${decisionChoices[decision].text}, ${message ?? 'the text of the settings'}`;
  const fault = `Somebody else has saved this rule meanwhile. Now: ${now}. What you typed is below: check, and save again.`;
  await refuse(ctx, deps, 409, { typed, fault });
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, shown);
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  show(ctx, deps, templates.remove, { ...(await placeOf(ctx, deps)) });
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const { guild, rule, base } = await placeOf(ctx, deps);
  const version = versionOf(formOf(ctx).version) ?? 0;
  const removed = await deleteFileRule(deps, guild.id, { id: rule.id, version }, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, 'Somebody else has saved this rule meanwhile: look again.');
    return seeOther(ctx, `${base}/rules/${rule.id}/remove`);
  }
  flash(
    ctx,
    removed.is === 'deleted' ? `.${rule.extension} has no rule any more.` : 'It was removed already.',
  );
  seeOther(ctx, base);
}

async function placeOf(ctx: Context, deps: PageDeps) {
  const guild = guildOf(ctx);
  const id = RowId.safeParse(ctx.params.fileRuleId).data;
  const rule = id ? await findFileRule(deps, guild.id, id) : undefined;
  if (!rule) throw new AppError('not-found');
  const says = decisionChoices[rule.decision].text;
  return {
    guild,
    rule,
    says,
    base: `/admin/guilds/${guild.id}/files`,
    title: `File rule .${rule.extension}`,
  };
}
