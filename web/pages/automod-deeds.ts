import { countFirings, mostCountedFirings } from '../../shared/automod/firing-counts.ts';
import { kindOf } from '../../shared/automod/kinds/registry.ts';
import { changeRule, removeRule } from '../../shared/automod/rules.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { DAY } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { ruleIn } from './automod-rule-place.ts';
import { deedInWords, limitsInWords } from './automod-words.ts';
import { versionOf } from './settings-place.ts';

const templates = {
  promote: new URL('./automod-promote.pug', import.meta.url),
  delete: new URL('./automod-delete.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/automod/rules/:ruleId';

/** What is done to a rule as a whole, each asked for once more: it comes to act, or goes. */
export const automodDeeds: Page[] = [
  {
    method: 'get',
    path: `${path}/promote`,
    access: 'admin',
    handle: (ctx, deps) => ask(ctx, deps, 'promote'),
  },
  { method: 'post', path: `${path}/promote`, access: 'admin', handle: promote },
  { method: 'get', path: `${path}/delete`, access: 'admin', handle: (ctx, deps) => ask(ctx, deps, 'delete') },
  { method: 'post', path: `${path}/delete`, access: 'admin', handle: remove },
];

async function ask(ctx: Context, deps: PageDeps, what: keyof typeof templates): Promise<void> {
  const rule = await ruleIn(ctx, deps);
  const base = `/admin/guilds/${guildOf(ctx).id}/automod`;
  const firings = await countFirings(deps, [rule.id], new Date(deps.clock() - 7 * DAY));
  show(ctx, deps, templates[what], {
    title: what === 'promote' ? `Promote ${rule.name}` : `Delete ${rule.name}`,
    base,
    rule,
    back: `${base}/rules/${rule.id}`,
    kind: kindOf(rule.kind).title,
    limits: limitsInWords(rule),
    deed: deedInWords(rule),
    firings: firings.get(rule.id) ?? 0,
    mostCountedFirings,
  });
}

async function promote(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const page = `/admin/guilds/${guild}/automod/rules/${rule.id}`;
  if (rule.unreadable.length > 0) {
    flash(ctx, 'What is stored of it cannot be read: save it once, then promote it.');
    return seeOther(ctx, page);
  }
  const order = { id: rule.id, version: versionIn(ctx), changes: { mode: 'enforce' } };
  const changed =
    rule.mode === 'enforce' ? { is: 'unchanged' } : await changeRule(deps, guild, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'stale') {
    flash(ctx, 'Somebody else changed the rule meanwhile: look again.');
    return seeOther(ctx, `${page}/promote`);
  }
  if (changed.is === 'changed') await tellProcesses(deps, 'automod', guild);
  flash(ctx, `${rule.name} is enforced. Every process obeys within a second.`);
  seeOther(ctx, page);
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const base = `/admin/guilds/${guild}/automod`;
  const removed = await removeRule(deps, guild, { id: rule.id, version: versionIn(ctx) }, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, 'Somebody else changed the rule meanwhile: look again.');
    return seeOther(ctx, `${base}/rules/${rule.id}/delete`);
  }
  if (removed.is === 'removed') await tellProcesses(deps, 'automod', guild);
  flash(ctx, `${rule.name} is deleted. Its firings stay.`);
  seeOther(ctx, base);
}

function versionIn(ctx: Context): number {
  return versionOf(formOf(ctx).version) ?? 0;
}
