import { z } from 'zod';
import { nameFiredRule } from '../../shared/automod/firing-pages.ts';
import { listRules } from '../../shared/automod/rule-list.ts';
import { type Preview, previewUndo } from '../../shared/automod/undo.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { findUntouchable } from '../judge-undo.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { takeBack } from '../take-back.ts';
import { undoneInWords, viewPreview } from './undo-words.ts';

const template = new URL('./undo-range.pug', import.meta.url);
const path = '/admin/guilds/:guildId/automod/undo';

/** Taking back what a rule did in a time: asked for, looked at, then done. */
export const undoRange: Page[] = [
  { method: 'get', path, access: 'moderator', handle: (ctx, deps) => open(ctx, deps, ctx.query) },
  { method: 'post', path, access: 'moderator', handle: confirmed },
];

/** As `<input type="datetime-local">` writes it, in UTC. */
const Minute = z.iso
  .datetime({ local: true, offset: false, message: 'A day and a time, such as 2026-03-09 14:05.' })
  .transform((text) => new Date(text.endsWith('Z') ? text : `${text}Z`))
  .refine((at) => at.getTime() >= 0, 'It begins before there was anything.');
const Range = z
  .object({
    rule: z.string('Choose a rule.').regex(/^[1-9]\d{0,17}$/, 'Choose a rule.'),
    from: Minute,
    to: Minute,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'It has to be later than the beginning.' });

const Asked = z.object({
  rule: z.string().optional().catch(undefined),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});

/** What was asked for is shown again with what it would take back, where it makes sense. */
async function open(ctx: Context, deps: PageDeps, given: unknown, remark?: string): Promise<void> {
  const guild = guildOf(ctx);
  const asked = Asked.parse(given);
  const rule = await findNamed(deps, guild.id, asked.rule);
  const range = asked.from === undefined ? undefined : Range.safeParse(asked);
  const preview = range?.data && rule && (await previewOwn(ctx, deps, range.data));
  const soon = new Date(Math.ceil(deps.clock() / MINUTE) * MINUTE);
  show(ctx, deps, template, {
    title: 'Undo many firings',
    base: `/admin/guilds/${guild.id}/automod/undo`,
    rules: await offerRules(deps, guild.id, rule),
    form: { ...asked, to: asked.to ?? soon.toISOString().slice(0, 16) },
    faults: range?.error ? faultsOf(range.error) : range && !rule ? { rule: 'Choose a rule.' } : {},
    remark,
    preview: preview && { firings: preview.firings, ...viewPreview(preview) },
    rule,
  });
}

async function confirmed(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const form = formOf(ctx);
  const range = Range.safeParse(form);
  if (!range.success || !(await findNamed(deps, guild.id, range.data.rule))) {
    ctx.status = 422;
    return open(ctx, deps, form);
  }
  const { firings } = await previewOwn(ctx, deps, range.data);
  if (String(firings) !== form.firings) {
    ctx.status = 409;
    return open(
      ctx,
      deps,
      form,
      'There are not as many any more, or more of them, than when you looked: look again.',
    );
  }
  flash(ctx, undoneInWords(await takeBack(deps, guild.id, range.data, actorOf(ctx))));
  seeOther(ctx, withQuery(`/admin/guilds/${guild.id}/automod/firings`, { rule: range.data.rule }));
}

/** What of it is theirs to undo. */
async function previewOwn(ctx: Context, deps: PageDeps, range: z.infer<typeof Range>): Promise<Preview> {
  const { id } = guildOf(ctx);
  const except = await findUntouchable(deps, id, range, actorOf(ctx).actor);
  return previewUndo(deps, id, { ...range, except });
}

/** A rule of the guild, perhaps one that is gone but has fired. */
async function findNamed(
  deps: PageDeps,
  guild: string,
  given: string | undefined,
): Promise<Rule | undefined> {
  const id = RowId.safeParse(given).data;
  if (!id) return undefined;
  const rule = (await listRules(deps, guild)).find((rule) => rule.id === id);
  const name = rule?.name ?? (await nameFiredRule(deps, guild, id));
  return name === undefined ? undefined : { value: id, text: rule ? name : `${name} (removed)` };
}

interface Rule {
  value: string;
  text: string;
}

async function offerRules(deps: PageDeps, guild: string, chosen: Rule | undefined): Promise<Rule[]> {
  const rules = (await listRules(deps, guild)).map(({ id, name }) => ({ value: id, text: name }));
  return chosen && !rules.some(({ value }) => value === chosen.value) ? [...rules, chosen] : rules;
}
