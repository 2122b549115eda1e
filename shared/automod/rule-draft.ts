import { z } from 'zod';
import { checkValues, type Fault } from '../core/faults.ts';
import { kindNames, kindOf } from './kinds/registry.ts';
import { type RuleDraft, RuleShape } from './rule.ts';

const Draft = z.object({
  ...RuleShape,
  kind: z.enum(kindNames),
  settings: z.record(z.string(), z.unknown()),
});

/** What a new rule is where nobody says otherwise: it begins by watching. `action` and `kind` have to be said. */
const start = {
  enabled: true,
  mode: 'monitor',
  deleteMessages: false,
  exemptRoles: [],
  exemptChannels: [],
  exemptModerators: true,
  settings: {},
};

/** A rule as it is stored, with the defaults of its kind; or what is wrong with it, paths of settings as `settings.atLeast`. */
export function checkDraft(
  given: Readonly<Record<string, unknown>>,
): { is: 'valid'; draft: RuleDraft } | { is: 'faulty'; faults: Fault[] } {
  const outer = checkValues(Draft, { ...start, ...given });
  const kind = kindNames.find((name) => name === given.kind);
  if (!kind) return outer.is === 'faulty' ? outer : { is: 'faulty', faults: [] };
  const settings = asFields(given.settings) ?? {};
  const inner = checkValues(kindOf(kind).schema, settings);
  const faults = inner.is === 'faulty' ? inner.faults.map(insideSettings) : [];
  if (outer.is === 'faulty') return { is: 'faulty', faults: [...outer.faults, ...faults] };
  if (inner.is === 'faulty') return { is: 'faulty', faults };
  return { is: 'valid', draft: { ...outer.values, settings: inner.values } };
}

/** How many patterns a rule has: what a guild's patterns cost is bounded by their number. */
export function countPatterns({ settings }: Pick<RuleDraft, 'settings'>): number {
  return Array.isArray(settings.patterns) ? settings.patterns.length : 0;
}

function insideSettings({ path, message }: Fault): Fault {
  return { path: path === '' ? 'settings' : `settings.${path}`, message };
}

function asFields(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}
