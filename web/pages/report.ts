import { z } from 'zod';
import { hasRole } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { countByGuild } from '../../shared/moderation/member-totals.ts';
import { answerReport, findReport, type ListedReport } from '../../shared/moderation/reports.ts';
import { listChannels } from '../../shared/sync/store.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { recordInWords } from './member-record.ts';
import { viewReport } from './report-view.ts';
import { reportTags } from './report-words.ts';
import { versionOf } from './settings-place.ts';

const template = new URL('./report.pug', import.meta.url);
const path = '/admin/guilds/:guildId/reports/:reportId';

/** One report: what was written, what its author has behind them, and the answer. */
export const report: Page[] = [
  { method: 'get', path, access: 'viewer', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'moderator', handle: answer },
];

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const found = await reportIn(ctx, deps);
  const [channels, totals] = await Promise.all([
    listChannels(deps, guild.id),
    countByGuild(deps, found.author, [guild.id]),
  ]);
  const kept = typed ? undefined : keptForm(ctx);
  const base = `/admin/guilds/${guild.id}`;
  show(ctx, deps, template, {
    title: `Report in ${guild.name || guild.id}`,
    wide: true,
    base,
    report: viewReport(found),
    channel: channels.find(({ id }) => id === found.channel)?.name,
    record: recordInWords(totals.get(guild.id)),
    act: `${base}/cases/new?member=${found.author}&report=${found.id}`,
    mayAnswer: hasRole(ctx.state.role ?? null, 'moderator') && found.state === 'open',
    form: { version: found.version, ...kept, ...typed },
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

const notYours = 'That is not yours to answer: it is about you.';

const Answer = z.object({
  state: z.enum(['handled', 'dismissed'], 'Choose one.'),
  case: z
    .string('Type a number.')
    .trim()
    .default('')
    .transform((text) => text.replace(/^#/, ''))
    .pipe(z.string().regex(/^(|[1-9]\d{0,8})$/, 'The number of a case, or nothing.'))
    .transform((text) => (text ? Number(text) : undefined)),
});

async function answer(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  const checked = Answer.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, 422, { typed, faults: faultsOf(checked.error) });
  const { id, author } = await reportIn(ctx, deps);
  const { actor: by } = actorOf(ctx);
  if (by.kind === 'member' && by.id === author) return refuse(ctx, deps, 403, { typed, fault: notYours });
  const order = { ...checked.data, by, version: versionOf(typed.version) ?? 0 };
  const answered = await answerReport(deps, guild.id, id, order);
  if (answered.is === 'unknown') throw new AppError('not-found');
  if (answered.is === 'unknown-case')
    return refuse(ctx, deps, 422, { typed, faults: { case: 'There is no such case in this guild.' } });
  if (answered.is === 'already') {
    const { answeredBy, state } = answered.report;
    const fault = `${answeredBy ?? 'Somebody'} has answered it meanwhile: ${reportTags[state].text.toLowerCase()}.`;
    return refuse(ctx, deps, 409, { typed, fault });
  }
  flash(ctx, checked.data.state === 'handled' ? 'The report is handled.' : 'The report is dismissed.');
  seeOther(ctx, `/admin/guilds/${guild.id}/reports`);
}

async function refuse(ctx: Context, deps: PageDeps, status: number, shown: Shown): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, shown);
}

async function reportIn(ctx: Context, deps: PageDeps): Promise<ListedReport> {
  const id = RowId.safeParse(ctx.params.reportId).data;
  const found = id ? await findReport(deps, guildOf(ctx).id, id) : undefined;
  if (!found) throw new AppError('not-found');
  return found;
}
