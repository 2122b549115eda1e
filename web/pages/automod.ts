import { countFirings, mostCountedFirings } from '../../shared/automod/firing-counts.ts';
import { kindOf } from '../../shared/automod/kinds/registry.ts';
import { presetNames, presetOf } from '../../shared/automod/presets.ts';
import { mostRules } from '../../shared/automod/rule.ts';
import { changeRule, listRules } from '../../shared/automod/rules.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { DAY } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { automodSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { ruleIn } from './automod-rule-place.ts';
import { deletesBesides, exemptInWords, limitsInWords, stateTags } from './automod-words.ts';
import { actionInWords } from './firing-words.ts';
import { mayChange, versionOf } from './settings-place.ts';
import { readPicks } from './settings-view.ts';

const template = new URL('./automod.pug', import.meta.url);
const path = '/admin/guilds/:guildId/automod';
const lately = 7 * DAY;

/** The rules of a guild by kind, all at once: there are no more than have slots. */
export const automod: Page[] = [
  { method: 'get', path, access: 'viewer', handle: list },
  { method: 'post', path: `${path}/rules/:ruleId/enabled`, access: 'admin', handle: toggle },
];

async function list(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const [rules, { values: config }, { names }] = await Promise.all([
    listRules(deps, guild.id),
    readSettings(deps, automodSettings, guild.id),
    readPicks(deps, guild.id),
  ]);
  const ids = rules.map(({ id }) => id);
  const firings = await countFirings(deps, ids, new Date(deps.clock() - lately));
  const present = new Set(rules.map(({ name }) => name.toLowerCase()));
  show(ctx, deps, template, {
    title: `Auto-moderation of ${guild.name || guild.id}`,
    wide: true,
    base: `/admin/guilds/${guild.id}/automod`,
    config,
    isFull: rules.length >= mostRules,
    mostCountedFirings,
    rules: rules
      .map((rule) => ({
        ...rule,
        title: kindOf(rule.kind).title,
        limits: limitsInWords(rule),
        deed: actionInWords(rule.action),
        deletes: deletesBesides(rule),
        states: stateTags(rule),
        exempt: exemptInWords(rule, names),
        firings: firings.get(rule.id) ?? 0,
      }))
      .toSorted((a, b) => a.title.localeCompare(b.title)),
    presets: presetNames.map((name) => {
      const preset = presetOf(name);
      const missing = preset.rules.filter((rule) => !present.has(rule.name.toLowerCase()));
      return { ...preset, name, missing: missing.length };
    }),
    mayChange: mayChange(ctx),
  });
}

async function toggle(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const base = `/admin/guilds/${guild}/automod`;
  if (rule.unreadable.length > 0) {
    flash(ctx, 'What is stored of it cannot be read: save it once, then switch it.');
    return seeOther(ctx, `${base}/rules/${rule.id}`);
  }
  const { enabled: on, version } = formOf(ctx);
  const enabled = on === 'on';
  const order = { id: rule.id, version: versionOf(version) ?? 0, changes: { enabled } };
  const changed = await changeRule(deps, guild, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'changed') await tellProcesses(deps, 'automod', guild);
  const isDone = changed.is === 'changed' || changed.is === 'unchanged' || rule.enabled === enabled;
  const done = `${rule.name} is switched ${enabled ? 'on' : 'off'}.`;
  flash(ctx, isDone ? done : 'Somebody else changed the rule meanwhile: look again.');
  seeOther(ctx, base);
}
