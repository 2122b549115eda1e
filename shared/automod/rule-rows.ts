import type { Deed } from '../accounts/audit.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { mostPatterns } from './pattern.ts';
import { mostRules, type RuleDraft } from './rule.ts';
import { countPatterns } from './rule-draft.ts';
import { AutoModRule, AutoModRuleVersion } from './rule-model.ts';

/** Why a rule cannot be stored as it is wanted. */
export type RuleRefusal =
  | { is: 'faulty'; faults: Fault[] }
  | { is: 'name-taken' }
  | { is: 'too-many-patterns'; most: number };

/** So that of two who want the same name or slot the second one is told. */
export async function lockRules(trx: Knex.Transaction, guild: Snowflake): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`automod-rules:${guild}`]);
}

/** What stands in the way of a rule among the others of its guild, which must be locked. */
export async function findRefusal(
  trx: Knex.Transaction,
  guild: Snowflake,
  draft: RuleDraft,
  self: string | null,
): Promise<Exclude<RuleRefusal, { is: 'faulty' }> | undefined> {
  const others = await AutoModRule.query(trx)
    .where('guild_id', guild)
    .whereRaw('id IS DISTINCT FROM ?::bigint', [self])
    .select('settings', trx.raw('lower(name) = lower(?) AS twin', [draft.name]))
    .castTo<{ settings: Record<string, unknown>; twin: boolean }[]>();
  if (others.some(({ twin }) => twin)) return { is: 'name-taken' };
  const own = countPatterns(draft);
  const all = others.reduce((sum, rule) => sum + countPatterns(rule), own);
  return own > 0 && all > mostPatterns ? { is: 'too-many-patterns', most: mostPatterns } : undefined;
}

/**
 * A slot that no rule of the guild has; undefined for none. Where to look first moves on with every rule, so that a slot
 * rests before it is given again: for an hour, windows still hold what counted for the rule that had it.
 */
export async function findFreeSlot(trx: Knex.Transaction, guild: Snowflake): Promise<number | undefined> {
  const { rows } = await trx.raw<{ rows: { slot: number }[] }>(
    `SELECT slot FROM generate_series(0, ${mostRules - 1}) AS slot,
       (SELECT nextval(pg_get_serial_sequence('automod_rules', 'id')) AS turn OFFSET 0) t
     WHERE NOT EXISTS (SELECT FROM automod_rules r WHERE r.guild_id = ? AND r.slot = slot.slot)
     ORDER BY mod(slot - t.turn % ${mostRules} + ${mostRules}, ${mostRules}) LIMIT 1`,
    [guild],
  );
  return rows[0]?.slot;
}

export async function insertRule(
  trx: Knex.Transaction,
  guild: Snowflake,
  slot: number,
  draft: RuleDraft,
): Promise<string> {
  const [row] = await trx('automod_rules').insert(
    { guild_id: guild, slot, kind: draft.kind, ...rowOf(draft) },
    'id',
  );
  return row?.id;
}

export function rowOf(draft: RuleDraft) {
  return {
    name: draft.name,
    enabled: draft.enabled,
    mode: draft.mode,
    action: JSON.stringify(draft.action),
    delete_messages: draft.deleteMessages,
    exempt_roles: draft.exemptRoles,
    exempt_channels: draft.exemptChannels,
    exempt_moderators: draft.exemptModerators,
    settings: JSON.stringify(draft.settings),
  };
}

export async function keepVersion(
  trx: Knex.Transaction,
  guild: Snowflake,
  { id, version, draft }: { id: string; version: number; draft: RuleDraft },
  { actor }: Pick<Deed, 'actor'>,
): Promise<void> {
  await trx(AutoModRuleVersion.tableName).insert({
    rule_id: id,
    version,
    guild_id: guild,
    values: JSON.stringify(draft),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    actor_name: actor.name,
  });
}
