import { type APIAutoModerationRule, AuditLogEvent, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Act } from '../world/act.ts';
import type { Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

export type NewRule = Omit<APIAutoModerationRule, 'id' | 'guild_id' | 'creator_id'>;

export function addRule(live: Live, guild: Guild, wanted: NewRule, act: Act): APIAutoModerationRule {
  const rule = { ...wanted, id: live.world.snowflakes.next(), guild_id: guild.id, creator_id: act.by };
  guild.autoModRules.set(rule.id, rule);
  const changes = [{ key: 'name' as const, new_value: rule.name }];
  logEntry(live, guild, { type: AuditLogEvent.AutoModerationRuleCreate, target: rule.id, changes }, act);
  announce(live, guild, 'CREATE', rule, act);
  return rule;
}

export function changeRule(
  live: Live,
  guild: Guild,
  rule: APIAutoModerationRule,
  change: Partial<NewRule>,
  act: Act,
): APIAutoModerationRule {
  const names = Object.fromEntries(Object.keys(change).map((key) => [key, key]));
  const changes = changesBetween<Partial<NewRule>>(rule, change, names);
  Object.assign(rule, change);
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.AutoModerationRuleUpdate, target: rule.id, changes }, act);
  announce(live, guild, 'UPDATE', rule, act);
  return rule;
}

export function removeRule(live: Live, guild: Guild, rule: APIAutoModerationRule, act: Act): void {
  guild.autoModRules.delete(rule.id);
  const changes = [{ key: 'name' as const, old_value: rule.name }];
  logEntry(live, guild, { type: AuditLogEvent.AutoModerationRuleDelete, target: rule.id, changes }, act);
  announce(live, guild, 'DELETE', rule, act);
}

function announce(
  live: Live,
  guild: Guild,
  change: 'CREATE' | 'UPDATE' | 'DELETE',
  rule: APIAutoModerationRule,
  { by }: Act,
): void {
  live.happened({ is: 'automod-rule', by, guild: guild.id, target: rule.id, more: { change } });
  live.publish({ type: `AUTO_MODERATION_RULE_${change}`, guild, needs: P.ManageGuild, data: rule });
}
