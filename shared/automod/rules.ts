import { isDeepStrictEqual } from 'node:util';
import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { mostRules, type RuleDraft } from './rule.ts';
import { checkDraft } from './rule-draft.ts';
import { findRule, type ListedRule, readRuleVersion } from './rule-list.ts';
import {
  findFreeSlot,
  findRefusal,
  insertRule,
  keepVersion,
  lockRules,
  type RuleRefusal,
  rowOf,
} from './rule-rows.ts';
import { readSettings } from './stored-rule.ts';

export * from './rule-list.ts';

/*
 * What staff and keys do to rules, each with its version and its audit entry in the transaction that does it. `db` may be
 * a transaction. Whoever calls tells the processes after the commit: `tellProcesses(deps, 'automod', guild)`.
 */
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;
type Deps = { db: Knex };
type Given = Readonly<Record<string, unknown>>;

export type RuleCreation =
  | { is: 'created'; rule: ListedRule }
  /** The guild has as many rules as there may be. */
  | { is: 'full'; most: number }
  | RuleRefusal;

/** Makes a rule; what is not given of it is as `checkDraft` has it. */
export function createRule({ db }: Deps, guild: Snowflake, given: Given, by: By): Promise<RuleCreation> {
  return transact(db, async (trx): Promise<RuleCreation> => {
    const checked = checkDraft(given);
    if (checked.is === 'faulty') return checked;
    await lockRules(trx, guild);
    const refused = await findRefusal(trx, guild, checked.draft, null);
    if (refused) return refused;
    const slot = await findFreeSlot(trx, guild);
    if (slot === undefined) return { is: 'full', most: mostRules };
    const id = await insertRule(trx, guild, slot, checked.draft);
    await keepVersion(trx, guild, { id, version: 1, draft: checked.draft }, by);
    const { name } = checked.draft;
    await audit(trx, { ...by, guild, action: 'automod-rule.created', subject: name, after: checked.draft });
    return { is: 'created', rule: await present(trx, guild, id) };
  });
}

export type RuleChange =
  | { is: 'changed'; before: ListedRule; rule: ListedRule }
  | { is: 'unchanged'; rule: ListedRule }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read as `version`. */
  | { is: 'stale'; rule: ListedRule }
  | RuleRefusal;

/** Changes what is given of a rule that was read as `version`, of its settings too. A rule keeps its kind. */
export function changeRule(
  { db }: Deps,
  guild: Snowflake,
  { id, version, changes }: { id: string; version: number; changes: Given },
  by: By,
): Promise<RuleChange> {
  return transact(db, async (trx): Promise<RuleChange> => {
    await lockRules(trx, guild);
    const before = await findRule({ db: trx }, guild, id);
    if (!before) return { is: 'unknown' };
    if (before.version !== version) return { is: 'stale', rule: before };
    const old = draftOf(before);
    const settings = merge(old.settings, changes.settings);
    const checked = checkDraft({ ...old, ...changes, kind: old.kind, settings });
    if (checked.is === 'faulty') return checked;
    if (changes.kind !== undefined && changes.kind !== old.kind)
      return { is: 'faulty', faults: [{ path: 'kind', message: 'A rule keeps its kind.' }] };
    const { draft } = checked;
    const keys = differing(old, draft);
    if (keys.length === 0 && before.unreadable.length === 0) return { is: 'unchanged', rule: before };
    const refused = await findRefusal(trx, guild, draft, id);
    if (refused) return refused;
    const next = version + 1;
    await trx('automod_rules')
      .where({ id })
      .update({ ...rowOf(draft), version: next, updated_at: trx.fn.now() });
    await keepVersion(trx, guild, { id, version: next, draft }, by);
    await audit(trx, {
      ...by,
      guild,
      action: 'automod-rule.changed',
      subject: `${draft.name}, version ${next}`,
      before: pick(old, keys),
      after: pick(draft, keys),
    });
    return { is: 'changed', before, rule: await present(trx, guild, id) };
  });
}

/** Brings back what a rule was at a version, as a new one; settings that came since take their defaults. */
export async function restoreRule(
  { db }: Deps,
  guild: Snowflake,
  { id, version, to }: { id: string; version: number; to: number },
  by: By,
): Promise<RuleChange> {
  const old = await readRuleVersion({ db }, guild, { rule: id, version: to });
  const rule = await findRule({ db }, guild, id);
  if (!old || !rule) return { is: 'unknown' };
  const settings = readSettings(rule.kind, old.values.settings).values;
  return changeRule({ db }, guild, { id, version, changes: { ...old.values, settings } }, by);
}

export type RuleRemoval =
  | { is: 'removed'; rule: ListedRule }
  | Extract<RuleChange, { is: 'unknown' | 'stale' }>;

/** Removes a rule, of a given version where one is given. Its firings and its versions stay. */
export function removeRule(
  { db }: Deps,
  guild: Snowflake,
  { id, version }: { id: string; version?: number },
  by: By,
): Promise<RuleRemoval> {
  return transact(db, async (trx): Promise<RuleRemoval> => {
    await lockRules(trx, guild);
    const rule = await findRule({ db: trx }, guild, id);
    if (!rule) return { is: 'unknown' };
    if (version !== undefined && rule.version !== version) return { is: 'stale', rule };
    await trx('automod_rules').where({ id }).delete();
    const before = draftOf(rule);
    await audit(trx, { ...by, guild, action: 'automod-rule.removed', subject: rule.name, before });
    return { is: 'removed', rule };
  });
}

/** What of a rule people write. */
export function draftOf(rule: RuleDraft): RuleDraft {
  const { name, kind, enabled, mode, action, deleteMessages, settings } = rule;
  const { exemptRoles, exemptChannels, exemptModerators } = rule;
  const exemptions = { exemptRoles, exemptChannels, exemptModerators };
  return { name, kind, enabled, mode, action, deleteMessages, ...exemptions, settings };
}

function merge(old: Given, changes: unknown): unknown {
  if (changes === undefined) return old;
  return typeof changes === 'object' && changes !== null ? { ...old, ...changes } : changes;
}

function differing(one: RuleDraft, other: RuleDraft): string[] {
  const others = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).flatMap(([key, value]) =>
    isDeepStrictEqual(value, others.get(key)) ? [] : [key],
  );
}

function pick(rule: RuleDraft, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => keys.includes(key)));
}

async function present(trx: Knex.Transaction, guild: Snowflake, id: string): Promise<ListedRule> {
  const rule = await findRule({ db: trx }, guild, id);
  if (!rule) throw new Error('a rule that was just written is not there');
  return rule;
}
