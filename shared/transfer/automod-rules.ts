import { kindOf } from '../automod/kinds/registry.ts';
import { mostPatterns } from '../automod/pattern.ts';
import { mostRules, type RuleDraft } from '../automod/rule.ts';
import { checkDraft } from '../automod/rule-draft.ts';
import type { RuleRefusal } from '../automod/rule-rows.ts';
import { changeRule, createRule, draftOf, listRules, removeRule } from '../automod/rules.ts';
import { diffRules } from '../settings/rule-fields.ts';
import { type ListKind, stale, type Written, written } from './list-kind.ts';

export const automodRules: ListKind<RuleDraft> = {
  list: 'automodRules',
  title: 'Auto-moderation rules',
  most: mostRules,
  resource: 'automod',
  feature: 'automod',
  removal: 'The firings of a rule that is removed stay.',
  check: checkDraft,
  excessOf(given) {
    const patterns = given.reduce((sum, { settings }) => sum + patternsIn(settings), 0); // each is compiled: up to 10 ms
    return patterns > mostPatterns ? `A guild has ${mostPatterns} patterns at most.` : undefined;
  },
  nameOf: ({ name }) => name,
  async read(deps, guild) {
    const rules = await listRules(deps, guild);
    return rules.map((rule) => ({ id: rule.id, version: rule.version, draft: draftOf(rule) }));
  },
  fit(draft, own, { names }) {
    const here = (ids: string[], kept: string[] = []) =>
      ids.filter((id) => names[id] !== undefined || kept.includes(id));
    const exemptRoles = here(draft.exemptRoles, own?.exemptRoles);
    const exemptChannels = here(draft.exemptChannels, own?.exemptChannels);
    const stay = new Set([...exemptRoles, ...exemptChannels]);
    const gone = [...draft.exemptRoles, ...draft.exemptChannels].filter((id) => !stay.has(id));
    return {
      draft: { ...draft, exemptRoles, exemptChannels },
      without:
        gone.length > 0
          ? `exempt roles and channels that are not in this guild (${gone.join(', ')})`
          : undefined,
    };
  },
  diff(before, after, names) {
    const changes = diffRules(before, after, names);
    if (before?.kind === after.kind) return changes;
    const title = (rule: RuleDraft | undefined) => (rule ? kindOf(rule.kind).title : '');
    return [{ path: 'kind', label: 'Kind', before: title(before), after: title(after) }, ...changes];
  },
  async create(deps, guild, draft, by) {
    const made = await createRule(deps, guild, { ...draft }, by);
    if (made.is === 'full') return { is: 'refused', why: `A guild has ${made.most} rules at most.` };
    return made.is === 'created' ? written : tell(made);
  },
  async change(deps, guild, { stored, draft }, by, names) {
    if (draft.kind !== stored.draft.kind) {
      const removed = await automodRules.remove(deps, guild, stored, by, names);
      return removed.is === 'written' ? automodRules.create(deps, guild, draft, by, names) : removed;
    }
    const order = { id: stored.id, version: stored.version, changes: { ...draft } };
    const changed = await changeRule(deps, guild, order, by);
    if (changed.is === 'unknown' || changed.is === 'stale') return stale;
    return changed.is === 'changed' || changed.is === 'unchanged' ? written : tell(changed);
  },
  async remove(deps, guild, { id, version }, by) {
    const removed = await removeRule(deps, guild, { id, version }, by);
    return removed.is === 'removed' ? written : stale;
  },
};

function patternsIn(settings: unknown): number {
  if (typeof settings !== 'object' || settings === null || !('patterns' in settings)) return 0;
  return Array.isArray(settings.patterns) ? settings.patterns.length : 0;
}

function tell(refusal: RuleRefusal): Written {
  if (refusal.is === 'name-taken') return stale;
  const why =
    refusal.is === 'faulty'
      ? refusal.faults.map(({ path, message }) => `${path}: ${message}`).join(' ')
      : `A guild has ${refusal.most} patterns at most.`;
  return { is: 'refused', why };
}
