import { z } from 'zod';
import { noteOnCase } from '../../shared/moderation/edit-case.ts';
import type { Context } from '../context.ts';
import { editCase } from '../edit-case.ts';
import { faultsOf, formOf, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther } from '../http/page.ts';
import { refusalOf } from '../judge-case.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { retryCase } from '../retry-case.ts';
import { showCase } from './case.ts';
import { operationIn } from './case-operation.ts';
import { caseIn } from './case-place.ts';
import { caseHref } from './case-view.ts';

const path = '/admin/guilds/:guildId/cases/:caseNumber';
const longest = 4_000; // as the database has it

export const nothingToRetry =
  'There is nothing to ask Discord for any more: it is done, resolved, or its time is over.';

const notYours = 'This case is not yours to change: it is about you, or you could not do that in Discord.';

/** What moderators do with a case besides resolving it. */
export const caseDeeds: Page[] = [
  { method: 'post', path: `${path}/reason`, access: 'moderator', handle: changeReason },
  { method: 'post', path: `${path}/notes`, access: 'moderator', handle: note },
  { method: 'post', path: `${path}/retry`, access: 'moderator', handle: retry },
];

const Reason = z.object({
  reason: typedText({ least: 0, most: longest }),
  version: z.coerce.number().int().positive().catch(0),
});
const Note = z.object({ note: typedText({ most: longest }) });

async function changeReason(ctx: Context, deps: PageDeps): Promise<void> {
  const one = await caseIn(ctx, deps);
  const typed = formOf(ctx);
  const checked = Reason.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, faultsOf(checked.error));
  const { reason, version } = checked.data;
  const { actor: by } = actorOf(ctx);
  if (await refusalOf(deps, one.guild, { number: one.number, what: 'edit' }, by))
    return refuse(ctx, deps, 403, { reason: notYours });
  const order = { guild: one.guild, number: one.number, by, operation: operationIn(typed) };
  const edited = await editCase(deps, { ...order, reason, version });
  if (edited.is === 'stale')
    return refuse(ctx, deps, 409, {
      reason:
        'Somebody else changed the case meanwhile. It is shown as it is now: look, and send yours again.',
    });
  flash(ctx, edited.is === 'edited' ? 'The reason is changed.' : 'Nothing was changed.');
  seeOther(ctx, caseHref(one.guild, one.number));
}

async function note(ctx: Context, deps: PageDeps): Promise<void> {
  const { guild, number } = await caseIn(ctx, deps);
  const typed = formOf(ctx);
  const checked = Note.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, faultsOf(checked.error));
  const by = actorOf(ctx).actor;
  if (await refusalOf(deps, guild, { number, what: 'edit' }, by))
    return refuse(ctx, deps, 403, { note: notYours });
  await noteOnCase(deps, { guild, number, by, operation: operationIn(typed), text: checked.data.note });
  flash(ctx, 'Noted.');
  seeOther(ctx, caseHref(guild, number));
}

async function retry(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, guild, number } = await caseIn(ctx, deps);
  const by = actorOf(ctx);
  const refusal = await refusalOf(deps, guild, { number, what: 'retry' }, by.actor);
  const due = !refusal && (await retryCase(deps, guild, id, by));
  if (refusal) flash(ctx, notYours);
  else flash(ctx, due ? 'Discord is asked again.' : nothingToRetry);
  seeOther(ctx, caseHref(guild, number));
}

/** Shows the case as it is now, with what was typed. */
async function refuse(
  ctx: Context,
  deps: PageDeps,
  status: number,
  faults: Record<string, string>,
): Promise<void> {
  ctx.status = status;
  await showCase(ctx, deps, await caseIn(ctx, deps), { typed: formOf(ctx), faults });
}
