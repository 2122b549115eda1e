import { z } from 'zod';
import { hasRole } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { findAppeal, type ListedAppeal } from '../../shared/moderation/appeals.ts';
import { findCase } from '../../shared/moderation/case-view.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { decideAppeal } from '../decide-appeal.ts';
import { faultsOf, formOf, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { refusalOf } from '../judge-case.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { undoingOf, viewAppeal } from './appeal-view.ts';
import { appealTags } from './report-words.ts';
import { versionOf } from './settings-place.ts';

const templates = {
  appeal: new URL('./appeal.pug', import.meta.url),
  review: new URL('./appeal-review.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/appeals/:appealId';

/** One appeal: what the member says, against what, and the answer, after a look at what it comes to. */
export const appeal: Page[] = [
  { method: 'get', path, access: 'viewer', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'moderator', handle: answer },
];

const notYours = 'That is not yours to answer: it is about you, or you could not do it in Discord.';

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const found = await appealIn(ctx, deps);
  const undoing = await readUndoing(deps, found);
  const kept = typed ? undefined : keptForm(ctx);
  show(ctx, deps, templates.appeal, {
    title: `Appeal in ${guild.name || guild.id}`,
    wide: true,
    base: `/admin/guilds/${guild.id}`,
    appeal: viewAppeal(found),
    undoing,
    mayAnswer: hasRole(ctx.state.role ?? null, 'moderator') && found.state === 'open',
    form: { version: found.version, ...kept, ...typed },
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

const Answer = z.object({
  verdict: z.enum(['accept', 'reject'], 'Choose one.'),
  answer: typedText({ least: 0, most: 2_000 }).default(''),
});

/** Posted to be looked at, then to be done. */
async function answer(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, { typed });
  const checked = Answer.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, { typed, faults: faultsOf(checked.error) });
  const { verdict, answer } = checked.data;
  const found = await appealIn(ctx, deps);
  const version = versionOf(typed.version) ?? 0;
  const base = `/admin/guilds/${guild.id}`;
  if (typed.step !== 'save') {
    const fields = { ...checked.data, version: String(version) };
    const title = verdict === 'accept' ? 'Accept an appeal' : 'Reject an appeal';
    return show(ctx, deps, templates.review, {
      title,
      base,
      appeal: viewAppeal(found),
      undoing: await readUndoing(deps, found),
      verdict,
      answer,
      fields,
    });
  }
  const { actor: by } = actorOf(ctx);
  const order = { guild: guild.id, id: found.id, accept: verdict === 'accept', answer, by, version };
  const what = order.accept ? 'undo' : 'resolve';
  if (await refusalOf(deps, guild.id, { number: found.case, what }, by))
    return refuse(ctx, deps, 403, { typed, fault: notYours });
  const answered = await decideAppeal(deps, order);
  if (answered.is === 'unknown') throw new AppError('not-found');
  if (answered.is === 'already') return refuseLate(ctx, deps, typed, answered.appeal);
  const lifts = answered.lifted.length > 0 ? ' Discord is asked to take it back.' : '';
  flash(ctx, verdict === 'accept' ? `The appeal is accepted.${lifts}` : 'The appeal is rejected.');
  seeOther(ctx, `${base}/appeals/${found.id}`);
}

async function refuseLate(
  ctx: Context,
  deps: PageDeps,
  typed: Record<string, unknown>,
  { answeredBy, state }: ListedAppeal,
): Promise<void> {
  const fault = `${answeredBy ?? 'Somebody'} has answered it meanwhile: ${appealTags[state].text.toLowerCase()}. Nothing of yours was done.`;
  await refuse(ctx, deps, 409, { typed, fault });
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, shown);
}

async function readUndoing(deps: PageDeps, { guild, case: number }: ListedAppeal): Promise<string> {
  const its = await findCase(deps, guild, number);
  if (!its) throw new AppError('not-found');
  return undoingOf(its);
}

async function appealIn(ctx: Context, deps: PageDeps): Promise<ListedAppeal> {
  const id = RowId.safeParse(ctx.params.appealId).data;
  const found = id ? await findAppeal(deps, guildOf(ctx).id, id) : undefined;
  if (!found) throw new AppError('not-found');
  return found;
}
