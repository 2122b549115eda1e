import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Rule } from './rule.ts';
import { AutoModRule, AutoModRuleVersion } from './rule-model.ts';
import { type ReadRule, readRule } from './stored-rule.ts';

type Deps = { db: Knex };

/** A rule as people see it. `unreadable`: titles of fields that no longer mean anything; workers leave such a rule out. */
export type ListedRule = Rule & Pick<ReadRule, 'unreadable'> & { createdAt: Date; updatedAt: Date };

/** A guild's rules by name, whatever its case: no more than there are slots. */
export async function listRules({ db }: Deps, guild: Snowflake): Promise<ListedRule[]> {
  const rows = await AutoModRule.query(db).where('guild_id', guild).orderByRaw('lower(name), id');
  return rows.flatMap((row) => listed(row) ?? []);
}

export async function findRule({ db }: Deps, guild: Snowflake, id: string): Promise<ListedRule | undefined> {
  const row = await AutoModRule.query(db).findById(id).where('guild_id', guild);
  return row && listed(row);
}

/** By its name, whatever its case. */
export async function findRuleByName(
  { db }: Deps,
  guild: Snowflake,
  name: string,
): Promise<ListedRule | undefined> {
  const row = await AutoModRule.query(db)
    .where('guild_id', guild)
    .whereRaw('lower(name) = lower(?)', [name.trim()])
    .first();
  return row && listed(row);
}

/** What a rule was at one version; `values` as somebody wrote them, perhaps under an older form of its kind. */
export interface RuleVersion {
  version: number;
  values: Record<string, unknown>;
  actor: Actor;
  at: Date;
}

/** The versions of a rule, newest first, also of one that is gone; `before` is the last number of the page before. */
export async function listRuleVersions(
  { db }: Deps,
  guild: Snowflake,
  { rule, before, limit }: { rule: string; before?: number; limit: number },
): Promise<RuleVersion[]> {
  const query = AutoModRuleVersion.query(db)
    .where({ rule_id: rule, guild_id: guild })
    .orderBy('version', 'desc')
    .limit(limit);
  if (before !== undefined) query.where('version', '<', before);
  return (await query).map(versionOf);
}

export async function readRuleVersion(
  { db }: Deps,
  guild: Snowflake,
  { rule, version }: { rule: string; version: number },
): Promise<RuleVersion | undefined> {
  const row = await AutoModRuleVersion.query(db).findById([rule, version]).where('guild_id', guild);
  return row && versionOf(row);
}

function listed(row: AutoModRule): ListedRule | undefined {
  const read = readRule(row);
  const { createdAt, updatedAt } = row;
  return read && { ...read.rule, unreadable: read.unreadable, createdAt, updatedAt };
}

function versionOf({
  version,
  values,
  actorKind,
  actorId,
  actorName,
  createdAt,
}: AutoModRuleVersion): RuleVersion {
  const isSystem = actorKind === 'system' || actorId === null;
  const actor: Actor = isSystem
    ? { kind: 'system', name: actorName }
    : { kind: actorKind, id: actorId, name: actorName };
  const kept =
    typeof values === 'object' && values !== null ? Object.fromEntries(Object.entries(values)) : {};
  return { version, values: kept, actor, at: createdAt };
}
