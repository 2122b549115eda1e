import { randomUUID } from 'node:crypto';
import { hasRole } from '../../shared/accounts/rules.ts';
import { SECOND } from '../../shared/core/clock.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import type { Evidence } from '../../shared/moderation/evidence.ts';
import { findChannel } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { caseIn } from './case-place.ts';
import { timelineOf } from './case-timeline.ts';
import { caseHref, viewCase } from './case-view.ts';
import { actorKinds, appealStates, warningInWords } from './case-words.ts';
import { messageLink } from './firing-view.ts';
import { lasting } from './firing-words.ts';

const template = new URL('./case.pug', import.meta.url);

/** One case: what was done, why, what came of it, and everything that happened to it since. */
export const moderationCase: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/cases/:caseNumber',
  access: 'viewer',
  handle: async (ctx, deps) => showCase(ctx, deps, await caseIn(ctx, deps)),
};

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
}

export async function showCase(
  ctx: Context,
  deps: PageDeps,
  one: ViewedCase,
  { typed = {}, faults = {} }: Shown = {},
): Promise<void> {
  const { id: guild } = guildOf(ctx);
  const { effect, lift, endsAt, warning, appeal, ledTo, deleteMessageSeconds } = one;
  const view = viewCase(one);
  const now = deps.clock();
  show(ctx, deps, template, {
    title: `Case ${view.number}: ${view.kind}`,
    wide: true,
    base: `/admin/guilds/${guild}/cases`,
    view,
    version: one.version,
    openedHow: one.auditEntry ? 'in Discord itself' : actorKinds[one.actorKind],
    endsAt,
    isOver: endsAt && endsAt.getTime() <= now,
    deletes: deleteMessageSeconds > 0 && lasting(deleteMessageSeconds * SECOND),
    failed: effect === 'failed' || lift === 'failed',
    waits: effect === 'wanted' || lift === 'wanted',
    resolved: view.resolved,
    warning: warning && warningInWords(warning, now),
    ledTo: ledTo && { number: ledTo, href: caseHref(guild, ledTo) },
    appeal: appeal && { ...appealStates[appeal.state], href: `/admin/guilds/${guild}/appeals/${appeal.id}` },
    evidence: one.evidence && (await viewEvidence(deps, guild, one.evidence)),
    firings: one.firings.map((id) => `/admin/guilds/${guild}/automod/firings/${id}`),
    timeline: timelineOf(one),
    mayAct: hasRole(ctx.state.role ?? null, 'moderator'),
    operation: randomUUID(),
    typed,
    faults,
  });
}

async function viewEvidence(deps: PageDeps, guild: string, { channel, message, excerpt }: Evidence) {
  const found = await findChannel(deps, guild, channel);
  return { excerpt, channel: found?.name, href: messageLink(guild, channel, message) };
}
