import { Action } from './action.ts';
import { type KindName, kindNames, kindOf } from './kinds/registry.ts';
import type { Rule } from './rule.ts';
import type { AutoModRule } from './rule-model.ts';

/** A stored rule, and what of it cannot be read: titles of fields that show something else than what is stored. */
export interface ReadRule {
  rule: Rule;
  unreadable: string[];
}

/** A rule out of its row, its settings read by the schema of its kind; undefined where there is no such kind any more. */
export function readRule(row: AutoModRule): ReadRule | undefined {
  if (!isKind(row.kind)) return undefined;
  const action = Action.safeParse(row.action);
  const { values, unreadable } = readSettings(row.kind, row.settings);
  const { id, guildId, slot, name, enabled, mode, deleteMessages, exemptModerators, version } = row;
  const rule: Rule = {
    id,
    guild: guildId,
    slot,
    version,
    name,
    kind: row.kind,
    enabled,
    mode,
    action: action.data ?? { is: 'delete' },
    deleteMessages,
    exemptRoles: row.exemptRoles,
    exemptChannels: row.exemptChannels,
    exemptModerators,
    settings: values,
  };
  return { rule, unreadable: [...(action.success ? [] : ['Action']), ...unreadable] };
}

function isKind(name: string): name is KindName {
  return kindNames.some((kind) => kind === name);
}

/** Fields that are no more are dropped, new ones and those that cannot be read take their defaults. */
export function readSettings(
  kind: KindName,
  stored: unknown,
): { values: Record<string, unknown>; unreadable: string[] } {
  const { schema } = kindOf(kind);
  const whole = schema.safeParse(stored);
  if (whole.success) return { values: whole.data, unreadable: [] };
  const known = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const parsed = known.map(([key, value]) => ({
    key,
    value,
    ok: schema.safeParse({ [key]: value }).success,
  }));
  const readable = Object.fromEntries(parsed.flatMap(({ key, value, ok }) => (ok ? [[key, value]] : [])));
  const rest = schema.safeParse(readable); // fields that only do not go together
  return {
    values: rest.data ?? schema.parse({}),
    unreadable: parsed.flatMap(({ key, ok }) => (ok ? [] : [schema.shape[key]?.meta()?.title ?? key])),
  };
}
