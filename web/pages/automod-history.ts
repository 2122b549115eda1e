import type { RuleDraft } from '../../shared/automod/rule.ts';
import { checkDraft } from '../../shared/automod/rule-draft.ts';
import {
  draftOf,
  listRuleVersions,
  type RuleVersion,
  readRuleVersion,
  restoreRule,
} from '../../shared/automod/rules.ts';
import { readSettings } from '../../shared/automod/stored-rule.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { AppError } from '../../shared/core/errors.ts';
import { diffRules } from '../../shared/settings/rule-fields.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { ruleIn } from './automod-rule-place.ts';
import { mayChange, versionOf } from './settings-place.ts';
import { readPicks } from './settings-view.ts';

const templates = {
  list: new URL('./automod-history.pug', import.meta.url),
  version: new URL('./automod-version.pug', import.meta.url),
};
const rows = 20;
const list = '/admin/guilds/:guildId/automod/rules/:ruleId/history';

/** Who changed a rule, when and how; and the way back. */
export const automodHistory: Page[] = [
  { method: 'get', path: list, access: 'viewer', handle: showList },
  {
    method: 'get',
    path: `${list}/:version`,
    access: 'viewer',
    handle: (ctx, deps) => showVersion(ctx, deps),
  },
  { method: 'post', path: `${list}/:version`, access: 'admin', handle: restore },
];

async function showList(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const before = versionOf(ctx.query.before);
  const [found, { names }] = await Promise.all([
    listRuleVersions(deps, guild, { rule: rule.id, before, limit: rows + 1 }),
    readPicks(deps, guild),
  ]);
  const versions = found.slice(0, rows).map((version, index) => {
    const previous = found[index + 1];
    const [one, other] = [previous && readable(previous, rule), readable(version, rule)];
    const changes = other && (one || version.version === 1) ? diffRules(one, other, names) : undefined;
    return { ...version, changes };
  });
  const path = pathOf(guild, rule.id);
  show(ctx, deps, templates.list, {
    title: `Versions of ${rule.name}`,
    base: `/admin/guilds/${guild}/automod`,
    rule,
    path,
    versions,
    mayChange: mayChange(ctx),
    next: found.length > rows ? `${path}/history?before=${versions.at(-1)?.version}` : undefined,
    first: before === undefined ? undefined : `${path}/history`,
  });
}

async function showVersion(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const version = await versionIn(ctx, deps, rule.id);
  const { names } = await readPicks(deps, guild);
  const then = readable(version, rule);
  show(ctx, deps, templates.version, {
    title: `${rule.name}, version ${version.version}`,
    base: `/admin/guilds/${guild}/automod`,
    rule,
    path: pathOf(guild, rule.id),
    version,
    changes: then && diffRules(rule, then, names),
    mayChange: mayChange(ctx),
    fault,
  });
}

async function restore(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const rule = await ruleIn(ctx, deps);
  const { version: to } = await versionIn(ctx, deps, rule.id);
  const version = versionOf(formOf(ctx).version) ?? 0;
  const restored = await restoreRule(deps, guild, { id: rule.id, version, to }, actorOf(ctx));
  const refuse = (why: string) => {
    ctx.status = 409;
    return showVersion(ctx, deps, `Nothing was restored: ${why}`);
  };
  switch (restored.is) {
    case 'unknown':
      throw new AppError('not-found');
    case 'stale':
      return refuse('somebody else saved the rule meanwhile. This compares with what is there now.');
    case 'name-taken':
      return refuse('another rule has the name that this one had then.');
    case 'too-many-patterns':
      return refuse(
        `all rules of a guild have ${restored.most} patterns at most, and with these there are more.`,
      );
    case 'faulty':
      return refuse('what the rule was then is no rule any more.');
    case 'unchanged':
      flash(ctx, `The rule is as in version ${to} already.`);
      return seeOther(ctx, pathOf(guild, rule.id));
    case 'changed':
      await tellProcesses(deps, 'automod', guild);
      flash(
        ctx,
        `Version ${to} restored as version ${restored.rule.version}. Every process obeys within a second.`,
      );
      return seeOther(ctx, pathOf(guild, rule.id));
  }
}

async function versionIn(ctx: Context, deps: PageDeps, rule: string): Promise<RuleVersion> {
  const version = versionOf(ctx.params.version);
  const found = version && (await readRuleVersion(deps, guildOf(ctx).id, { rule, version }));
  if (!found) throw new AppError('not-found');
  return found;
}

/** What a version would be today; undefined where it makes no rule any more. */
function readable({ values }: RuleVersion, now: RuleDraft): RuleDraft | undefined {
  const settings = readSettings(now.kind, values.settings).values;
  const checked = checkDraft({ ...draftOf(now), ...values, kind: now.kind, settings });
  return checked.is === 'valid' ? checked.draft : undefined;
}

function pathOf(guild: string, rule: string): string {
  return `/admin/guilds/${guild}/automod/rules/${rule}`;
}
