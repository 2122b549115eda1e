import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { listCases } from '../../shared/moderation/case-list.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { resolveCases } from '../resolve-cases.ts';
import { operationIn } from './case-operation.ts';
import { PickedNumbers } from './case-picks.ts';
import { caseHref, viewCase } from './case-view.ts';
import { resolvedInWords } from './case-words.ts';

const template = new URL('./case-resolve.pug', import.meta.url);
const path = '/admin/guilds/:guildId/cases/resolve';

/** Resolving cases that were picked, or undoing them: what that takes back is looked at first. */
export const caseResolve: Page[] = [
  { method: 'get', path, access: 'moderator', handle: chosen },
  { method: 'post', path, access: 'moderator', handle: confirmed },
];

const Form = z.object({
  how: z.enum(['resolve', 'undo'], 'Choose one.'),
  note: typedText({ least: 0, most: 1_000 }),
});

async function chosen(ctx: Context, deps: PageDeps): Promise<void> {
  const { number, how } = ctx.query;
  const numbers = PickedNumbers.parse(number);
  const base = `/admin/guilds/${guildOf(ctx).id}/cases`;
  if (numbers.length === 0) return seeOther(ctx, base);
  if (how === 'act') return seeOther(ctx, withQuery(`${base}/new`, { cases: numbers.join(',') }));
  const kept = keptForm(ctx);
  const form = { how: how === 'undo' ? 'undo' : 'resolve', ...kept };
  await open(ctx, deps, numbers, { form, remark: kept && keptNotice });
}

interface Shown {
  form: Record<string, unknown>;
  faults?: Record<string, string>;
  remark?: string | undefined;
}

async function open(ctx: Context, deps: PageDeps, numbers: number[], { form, faults = {}, remark }: Shown) {
  const guild = guildOf(ctx);
  const found = await listCases(deps, [guild.id], { numbers, limit: numbers.length });
  const cases = found.map(viewCase);
  show(ctx, deps, template, {
    title: 'Resolve cases',
    wide: true,
    base: `/admin/guilds/${guild.id}/cases`,
    cases,
    open: cases.filter(({ resolved }) => !resolved),
    operation: randomUUID(),
    form,
    faults,
    remark,
  });
}

async function confirmed(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const form = formOf(ctx);
  const numbers = PickedNumbers.parse(form.number);
  const checked = Form.safeParse(form);
  if (!checked.success) {
    ctx.status = 422;
    return open(ctx, deps, numbers, { form, faults: faultsOf(checked.error) });
  }
  const { how, note } = checked.data;
  const order = { undo: how === 'undo', note, operation: operationIn(form) };
  const done = await resolveCases(deps, guild.id, numbers, order, actorOf(ctx));
  flash(ctx, resolvedInWords(done));
  const [only] = numbers;
  seeOther(ctx, numbers.length === 1 && only ? caseHref(guild.id, only) : `/admin/guilds/${guild.id}/cases`);
}
