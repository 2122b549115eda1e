import { hasRole } from '../../shared/accounts/rules.ts';
import { findFiring, type ListedFiring, listEvidence } from '../../shared/automod/firing-list.ts';
import { findRule } from '../../shared/automod/rule-list.ts';
import { previewUndo } from '../../shared/automod/undo.ts';
import { AppError } from '../../shared/core/errors.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import { listChannels } from '../../shared/sync/store.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { takeBack } from '../take-back.ts';
import { messageLink, viewFiring } from './firing-view.ts';
import { conditionTag, deletions, outcomeSentences } from './firing-words.ts';
import { undoneInWords, viewPreview } from './undo-words.ts';

const templates = {
  firing: new URL('./firing.pug', import.meta.url),
  undo: new URL('./firing-undo.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/automod/firings/:firingId';
const mostMessages = 100; // shown

/** One firing: why it was, what it did, and taking that back. */
export const firing: Page[] = [
  { method: 'get', path, access: 'viewer', handle: open },
  { method: 'get', path: `${path}/undo`, access: 'moderator', handle: confirm },
  { method: 'post', path: `${path}/undo`, access: 'moderator', handle: confirmed },
];

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const firing = await firingIn(ctx, deps);
  const { source, ruleId } = firing;
  const [view, messages, rule] = await Promise.all([
    viewOf(deps, firing),
    viewMessages(deps, firing),
    source === 'rule' ? findRule(deps, guild.id, ruleId) : undefined,
  ]);
  show(ctx, deps, templates.firing, {
    title: `Firing of ${firing.ruleName}`,
    wide: true,
    firing: view,
    meaning: source === 'discord' ? 'Discord acted by itself.' : outcomeSentences[firing.outcome],
    burst: { from: firing.startedAt, to: firing.latestAt, until: firing.untilAt },
    conditions: firing.conditions.map((condition) => ({ ...condition, tag: conditionTag(condition) })),
    excerpt: firing.excerpt,
    messages,
    hidden: firing.messages - messages.length,
    rule: rule && {
      href: `/admin/guilds/${guild.id}/automod/rules/${rule.id}`,
      changed: rule.version !== firing.ruleVersion,
    },
    version: source === 'rule' ? firing.ruleVersion : undefined,
    undone: firing.undoneAt && { at: firing.undoneAt, by: firing.undoneBy },
    mayUndo: hasRole(ctx.state.role ?? null, 'moderator') && isUndoable(firing),
  });
}

/** Only our own rules' deeds are ours to take back. */
function isUndoable({ source, mode, undoneAt }: ListedFiring): boolean {
  return source === 'rule' && mode === 'enforce' && undoneAt === null;
}

async function viewOf(deps: PageDeps, firing: ListedFiring) {
  const place = { guild: firing.guildId, user: firing.userId };
  return viewFiring(firing, (await nameMembers(deps, [place]))(place));
}

async function viewMessages(deps: PageDeps, { id, guildId }: ListedFiring) {
  const [messages, channels] = await Promise.all([
    listEvidence(deps, id, mostMessages),
    listChannels(deps, guildId),
  ]);
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  return messages.map(({ messageId, channelId, at, deletion }) => ({
    at,
    channel: { id: channelId, name: names.get(channelId) },
    deletion: deletions[deletion],
    href: deletion === 'done' ? undefined : messageLink(guildId, channelId, messageId),
  }));
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const firing = await firingIn(ctx, deps);
  const view = await viewOf(deps, firing);
  if (!isUndoable(firing)) return seeOther(ctx, view.href);
  const preview = await previewUndo(deps, guildOf(ctx).id, { firing: firing.id });
  show(ctx, deps, templates.undo, { title: 'Undo a firing', firing: view, ...viewPreview(preview) });
}

async function confirmed(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const { id } = await firingIn(ctx, deps);
  const by = actorOf(ctx);
  const done = await takeBack(deps, guild.id, { firing: id }, by);
  const { undoneBy } = await firingIn(ctx, deps);
  // asked for twice by the same person, it is done once
  const firings = done.untouched === 0 && undoneBy === by.actor.name ? 1 : done.firings;
  flash(ctx, undoneInWords({ ...done, firings }));
  seeOther(ctx, `/admin/guilds/${guild.id}/automod/firings/${id}`);
}

async function firingIn(ctx: Context, deps: PageDeps): Promise<ListedFiring> {
  const id = RowId.safeParse(ctx.params.firingId).data;
  const firing = id ? await findFiring(deps, guildOf(ctx).id, id) : undefined;
  if (!firing) throw new AppError('not-found');
  return firing;
}
