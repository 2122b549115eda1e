import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { listTemplates } from '../../shared/moderation/templates.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { judge, moderate } from '../moderate.ts';
import { readMembers, writeMembers } from './case-members.ts';
import { foretellWarnings } from './case-new-ladder.ts';
import { becomes, openedInWords, refusalInWords, toneOf, verbOf } from './case-new-words.ts';
import { CaseOrder, deletions } from './case-order.ts';
import { membersAskedFor } from './case-picks.ts';
import { answerWithCase, evidenceOf } from './case-report.ts';
import { caseHref } from './case-view.ts';
import { kindOptions } from './case-words.ts';

const templates = {
  form: new URL('./case-new.pug', import.meta.url),
  confirm: new URL('./case-new-confirm.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/cases/new';

/** Opening cases, for one member or many: typed, looked at, then done once. */
export const caseNew: Page[] = [
  { method: 'get', path, access: 'moderator', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'moderator', handle: submit },
];

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
}

async function open(ctx: Context, deps: PageDeps, { typed, faults = {} }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const kept = typed ? undefined : keptForm(ctx);
  const asked = (typed ?? kept) ? {} : await askedFor(ctx, deps);
  const known = await listTemplates(deps, guild.id);
  show(ctx, deps, templates.form, {
    title: 'Open a case',
    base: `/admin/guilds/${guild.id}/cases`,
    kinds: kindOptions,
    deletions,
    reasons: known.map(({ text }) => text),
    form: { kind: 'warn', ...asked, ...kept, ...typed },
    faults,
    remark: kept && keptNotice,
  });
}

async function askedFor(ctx: Context, deps: PageDeps): Promise<Record<string, unknown>> {
  const guild = guildOf(ctx);
  const users = await membersAskedFor(deps, guild.id, ctx.query);
  return { members: await writeMembers(deps, guild.id, users), report: ctx.query.report };
}

/** Each look at it names the operation that it would be: sent twice, that one is done once. */
async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, { typed });
  const checked = CaseOrder.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, { typed, faults: faultsOf(checked.error) });
  const members = await readMembers(deps, guildOf(ctx).id, checked.data.members);
  if (members.is === 'refused') return refuse(ctx, deps, { typed, faults: { members: members.why } });
  const operation = z.uuid().safeParse(typed.operation).data;
  if (typed.step !== 'save' || !operation) return review(ctx, deps, checked.data, members.users);
  await save(ctx, deps, checked.data, { users: members.users, operation });
}

async function refuse(ctx: Context, deps: PageDeps, shown: Shown): Promise<void> {
  ctx.status = 422;
  await open(ctx, deps, shown);
}

async function review(ctx: Context, deps: PageDeps, order: CaseOrder, users: Snowflake[]): Promise<void> {
  const { id: guild } = guildOf(ctx);
  const verdicts = await judge(deps, guild, { kind: order.kind, users }, actorOf(ctx).actor);
  const nameOf = await nameMembers(
    deps,
    users.map((user) => ({ guild, user })),
  );
  const foretold = order.kind === 'warn' ? await foretellWarnings(deps, guild, users) : undefined;
  const members = users.map((user) => {
    const verdict = verdicts.get(user);
    return {
      user,
      name: nameOf({ guild, user }),
      href: `/admin/guilds/${guild}/members/${user}`,
      why: verdict && verdict.is !== 'allowed' ? refusalInWords(verdict) : undefined,
      becomes: [becomes(order), foretold?.get(user)].filter(Boolean).join(' '),
    };
  });
  const allowed = members.filter(({ why }) => !why).length;
  const { kind, lasts, reason, deleteMessageSeconds } = order;
  const { report } = formOf(ctx);
  show(ctx, deps, templates.confirm, {
    title: 'Open a case',
    base: `/admin/guilds/${guild}/cases`,
    members,
    allowed,
    verb: verbOf(order, allowed),
    tone: toneOf(order),
    reason,
    fields: {
      members: await writeMembers(deps, guild, users),
      ...{ kind, lasts, reason, deletes: String(deleteMessageSeconds), operation: randomUUID() },
      ...(typeof report === 'string' && { report }),
    },
  });
}

async function save(
  ctx: Context,
  deps: PageDeps,
  { kind, reason, seconds, deleteMessageSeconds }: CaseOrder,
  { users, operation }: { users: Snowflake[]; operation: string },
): Promise<void> {
  const { id: guild } = guildOf(ctx);
  const by = actorOf(ctx);
  const { report } = formOf(ctx);
  const evidence = await evidenceOf(deps, guild, report);
  const intent = {
    ...{ kind, users, reason, seconds, deleteMessageSeconds, evidence },
    operation: (user: Snowflake) => `job:${operation}:${user}`,
  };
  const done = await moderate(deps, guild, intent, by);
  const numbers = done.flatMap((one) => (one.is === 'acted' ? [one.acted.case.number] : []));
  flash(ctx, openedInWords(done));
  const [first] = numbers;
  if (first === undefined) return seeOther(ctx, `/admin/guilds/${guild}/cases`);
  const answered = await answerWithCase(deps, guild, report, { number: first, by: by.actor });
  if (answered) return seeOther(ctx, answered);
  seeOther(ctx, numbers.length === 1 ? caseHref(guild, first) : `/admin/guilds/${guild}/cases`);
}
