import { kindNames, kindOf } from '../../shared/automod/kinds/registry.ts';
import type { RuleDraft } from '../../shared/automod/rule.ts';
import {
  changeRule,
  createRule,
  findRuleByName,
  type ListedRule,
  type RuleChange,
  type RuleCreation,
} from '../../shared/automod/rules.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { AppError } from '../../shared/core/errors.ts';
import { diffRules, flatten, formSchema } from '../../shared/settings/rule-fields.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { refuse, showForm } from './automod-rule-editor.ts';
import { fillRule, readRule } from './automod-rule-form.ts';
import { newPlace, type Place, placeFor, ruleIn, titled } from './automod-rule-place.ts';
import { backtestTyped, readTrial, trialFields, tryTyped } from './automod-trial.ts';
import { isIdle } from './automod-words.ts';
import { type Posted, textsOf } from './settings-form.ts';
import { mayChange, postedOf, versionOf } from './settings-place.ts';
import { readPicks, viewFacts } from './settings-view.ts';

const templates = {
  kinds: new URL('./automod-kinds.pug', import.meta.url),
  review: new URL('./automod-review.pug', import.meta.url),
  facts: new URL('./automod-facts.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/automod/rules';

/** A new rule, and what there is to change of one: typed, tried, looked at, then saved. */
export const automodRule: Page[] = [
  { method: 'get', path: `${path}/new`, access: 'admin', handle: openNew },
  {
    method: 'post',
    path: `${path}/new`,
    access: 'admin',
    handle: (ctx, deps) => submit(ctx, deps, newPlace(ctx)),
  },
  { method: 'get', path: `${path}/:ruleId`, access: 'viewer', handle: openRule },
  {
    method: 'post',
    path: `${path}/:ruleId`,
    access: 'admin',
    handle: async (ctx, deps) => submit(ctx, deps, placeFor(ctx, await ruleIn(ctx, deps))),
  },
];

async function openNew(ctx: Context, deps: PageDeps): Promise<void> {
  if (kindNames.some((name) => name === ctx.query.kind)) return open(ctx, deps, newPlace(ctx));
  const kinds = kindNames.map((name) => ({ name, ...kindOf(name) }));
  show(ctx, deps, templates.kinds, {
    title: 'New rule',
    base: `/admin/guilds/${guildOf(ctx).id}/automod`,
    kinds: kinds.toSorted((a, b) => a.title.localeCompare(b.title)),
  });
}

async function openRule(ctx: Context, deps: PageDeps): Promise<void> {
  const place = placeFor(ctx, await ruleIn(ctx, deps));
  if (mayChange(ctx)) return open(ctx, deps, place);
  const picks = await readPicks(deps, guildOf(ctx).id);
  const schema = formSchema(place.from.kind);
  const sections = viewFacts({ schema }, flatten(place.from), picks);
  show(ctx, deps, templates.facts, { ...titled(place), ...place, sections });
}

/** With what of a session that ended was kept, if anything. */
async function open(ctx: Context, deps: PageDeps, place: Place): Promise<void> {
  const kept = keptForm(ctx);
  const { rule, from } = place;
  const posted = kept ?? { ...fillRule(from), version: String(rule?.version ?? '') };
  const remark = kept ? keptNotice : unreadable(rule);
  await showForm(ctx, deps, place, { posted, remark, isUnsaved: kept !== undefined });
}

async function submit(ctx: Context, deps: PageDeps, place: Place): Promise<void> {
  const posted = postedOf(ctx);
  const [step = 'preview'] = textsOf(posted, 'step');
  if (step === 'edit') return showForm(ctx, deps, place, { posted });
  const trial = trials.get(step);
  if (trial) {
    const typed = readRule({ ...posted, name: 'This rule' }, place.from); // it may be called nothing yet
    const tried = await trial(deps, guildOf(ctx).id, typed, readTrial(posted));
    return showForm(ctx, deps, place, {
      posted,
      ...tried,
      errors: typed.is === 'faulty' ? typed.errors : {},
    });
  }
  const typed = readRule(posted, place.from);
  if (typed.is === 'faulty') return refuse(ctx, deps, place, { posted, errors: typed.errors }, 422);
  const order = { posted, draft: typed.draft, version: versionOf(posted.version) ?? 0 };
  return step === 'save' ? save(ctx, deps, place, order) : preview(ctx, deps, place, order);
}

const trials = new Map(Object.entries({ try: tryTyped, backtest: backtestTyped }));

interface Order {
  posted: Posted;
  draft: RuleDraft;
  version: number;
}

async function preview(
  ctx: Context,
  deps: PageDeps,
  place: Place,
  { posted, draft, version }: Order,
): Promise<void> {
  const { rule } = place;
  const { names } = await readPicks(deps, guildOf(ctx).id);
  const changes = diffRules(rule, draft, names);
  if (rule && changes.length === 0 && rule.unreadable.length === 0) {
    const now = { ...posted, version: String(rule.version) };
    return showForm(ctx, deps, place, { posted: now, remark: 'Nothing has changed.', isUnsaved: false });
  }
  if (rule && rule.version !== version) return refuseStale(ctx, deps, place, { posted, draft, rule });
  const fields = { ...fillRule(draft), ...trialFields(posted), version: String(version || '') };
  show(ctx, deps, templates.review, {
    ...titled(place),
    ...place,
    title: 'Review changes',
    changes,
    fields,
    isIdle: isIdle(draft),
    willAct: draft.enabled && draft.mode === 'enforce',
  });
}

async function save(ctx: Context, deps: PageDeps, place: Place, order: Order): Promise<void> {
  const guild = guildOf(ctx).id;
  const { rule, base } = place;
  const { posted, draft, version } = order;
  const saved: RuleCreation | RuleChange = rule
    ? await changeRule(deps, guild, { id: rule.id, version, changes: { ...draft } }, actorOf(ctx))
    : await createRule(deps, guild, { ...draft }, actorOf(ctx));
  switch (saved.is) {
    case 'created':
    case 'changed':
      await tellProcesses(deps, 'automod', guild);
      flash(
        ctx,
        rule
          ? `Saved as version ${saved.rule.version}. Every process obeys within a second.`
          : welcome(draft),
      );
      return seeOther(ctx, `${base}/rules/${saved.rule.id}`);
    case 'unchanged':
      flash(ctx, 'Nothing had changed.');
      return seeOther(ctx, `${base}/rules/${saved.rule.id}`);
    case 'unknown':
      throw new AppError('not-found');
    case 'stale':
      return refuseStale(ctx, deps, place, { posted, draft, rule: saved.rule });
    case 'faulty':
      return refuse(ctx, deps, place, { posted, fault: saved.faults[0]?.message }, 422);
    case 'full':
      return refuse(
        ctx,
        deps,
        place,
        { posted, fault: `A guild has ${saved.most} rules at most. Delete one first.` },
        409,
      );
    case 'too-many-patterns': {
      const message = `All rules of a guild have ${saved.most} patterns at most; with these there are more.`;
      return refuse(ctx, deps, place, { posted, errors: { patterns: message } }, 409);
    }
    case 'name-taken': {
      const same = rule ? undefined : await findRuleByName(deps, guild, draft.name);
      if (same?.kind === draft.kind && diffRules(same, draft, {}).length === 0)
        return seeOther(ctx, `${base}/rules/${same.id}`); // sent twice
      return refuse(ctx, deps, place, { posted, errors: { name: 'Another rule is called so.' } }, 409);
    }
  }
}

function welcome({ name, mode, enabled }: RuleDraft): string {
  if (!enabled) return `${name} is there, and switched off.`;
  return mode === 'monitor'
    ? `${name} watches from now on, and does nothing else.`
    : `${name} is enforced from now on.`;
}

interface Stale {
  posted: Posted;
  draft: RuleDraft;
  rule: ListedRule;
}

/** Both versions are shown; what was typed is kept, now based on the other. */
async function refuseStale(
  ctx: Context,
  deps: PageDeps,
  place: Place,
  { posted, draft, rule }: Stale,
): Promise<void> {
  const { names } = await readPicks(deps, guildOf(ctx).id);
  const fault = `Somebody else saved version ${rule.version} while you were typing. Nothing of yours was saved: what you typed is below. Check, and save again.`;
  const shown = {
    posted: { ...posted, version: String(rule.version) },
    fault,
    conflict: diffRules(rule, draft, names),
  };
  await refuse(ctx, deps, place, shown, 409);
}

function unreadable(rule: ListedRule | undefined): string | undefined {
  if (!rule || rule.unreadable.length === 0) return undefined;
  return `What is stored cannot be read, and the rule rests until you save it. Shown with defaults: ${rule.unreadable.join(', ')}.`;
}
