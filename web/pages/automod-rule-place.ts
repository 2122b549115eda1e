import { kindNames, kindOf } from '../../shared/automod/kinds/registry.ts';
import type { RuleDraft } from '../../shared/automod/rule.ts';
import { draftOf, findRule, type ListedRule } from '../../shared/automod/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import type { PageDeps } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { blankRule } from './automod-rule-form.ts';
import { stateTags } from './automod-words.ts';

/** The rule that the path names. */
export async function ruleIn(ctx: Context, deps: Pick<PageDeps, 'db'>): Promise<ListedRule> {
  const id = RowId.safeParse(ctx.params.ruleId).data;
  const rule = id ? await findRule(deps, guildOf(ctx).id, id) : undefined;
  if (!rule) throw new AppError('not-found');
  return rule;
}

/** Where a form stands, and what it began with. */
export interface Place {
  base: string;
  path: string;
  rule: ListedRule | undefined;
  from: RuleDraft;
}

export function placeFor(ctx: Context, rule: ListedRule): Place {
  const base = `/admin/guilds/${guildOf(ctx).id}/automod`;
  return { base, path: `${base}/rules/${rule.id}`, rule, from: draftOf(rule) };
}

export function newPlace(ctx: Context): Place {
  const kind = kindNames.find((name) => name === ctx.query.kind);
  if (!kind) throw new AppError('bad-input');
  const base = `/admin/guilds/${guildOf(ctx).id}/automod`;
  return { base, path: `${base}/rules/new?kind=${kind}`, rule: undefined, from: blankRule(kind) };
}

/** What every page about it says of the rule. */
export function titled({ rule, from }: Place) {
  return {
    title: rule ? rule.name : `New rule: ${kindOf(from.kind).title}`,
    states: rule && stateTags(rule),
    kind: kindOf(from.kind),
  };
}
