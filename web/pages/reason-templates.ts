import { z } from 'zod';
import { hasRole } from '../../shared/accounts/rules.ts';
import {
  createTemplate,
  listTemplates,
  mostTemplates,
  type TemplateDraft,
} from '../../shared/moderation/templates.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedLine, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';

const templates = {
  list: new URL('./reason-templates.pug', import.meta.url),
  review: new URL('./reason-template-review.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/templates';

/** The reasons that a guild's moderators pick from. */
export const reasonTemplates: Page[] = [
  { method: 'get', path, access: 'viewer', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path, access: 'moderator', handle: add },
];

/** A template as it is typed. */
export const TypedTemplate = z.object({
  name: typedLine({ most: 64 }),
  text: typedText({ most: 400 }),
});

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function list(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const kept = typed ? undefined : keptForm(ctx);
  const known = await listTemplates(deps, guild.id);
  show(ctx, deps, templates.list, {
    title: `Reasons in ${guild.name || guild.id}`,
    wide: true,
    base: `/admin/guilds/${guild.id}/templates`,
    reasons: known,
    isFull: known.length >= mostTemplates,
    mayChange: hasRole(ctx.state.role ?? null, 'moderator'),
    form: typed ?? kept ?? {},
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

/** Posted to be looked at, then to be saved. */
async function add(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  if (typed.step === 'edit') return list(ctx, deps, { typed });
  const checked = TypedTemplate.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, { typed, faults: faultsOf(checked.error) });
  const draft = checked.data;
  const base = `/admin/guilds/${guild.id}/templates`;
  if (typed.step !== 'save') {
    const shown = { base, path: base, fields: { ...draft }, changes: diffTemplate(undefined, draft) };
    return show(ctx, deps, templates.review, { title: 'New reason', ...shown });
  }
  const made = await createTemplate(deps, guild.id, draft, actorOf(ctx));
  if (made.is === 'name-taken') {
    const twin = (await listTemplates(deps, guild.id)).find(({ name }) => name === draft.name);
    if (twin && diffTemplate(twin, draft).length === 0) return seeOther(ctx, base); // sent twice
    return refuse(ctx, deps, 409, {
      typed,
      faults: { name: 'Another reason has this name: change that one.' },
    });
  }
  if (made.is === 'too-many')
    return refuse(ctx, deps, 409, { typed, fault: `There are ${made.most} reasons: no more fit.` });
  flash(ctx, `“${draft.name}” is offered from now on.`);
  seeOther(ctx, base);
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await list(ctx, deps, shown);
}

/** What of a template changes, in words. */
export function diffTemplate(before: TemplateDraft | undefined, after: TemplateDraft) {
  const labels = { name: 'Name', text: 'Reason' } as const;
  return (['name', 'text'] as const).flatMap((field) =>
    before?.[field] === after[field]
      ? []
      : [{ label: labels[field], before: before?.[field], after: after[field] }],
  );
}
