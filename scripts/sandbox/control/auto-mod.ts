import {
  type APIAutoModerationRule,
  AutoModerationActionType,
  AutoModerationRuleEventType,
  AutoModerationRuleTriggerType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { judge } from '../changes/auto-mod.ts';
import { addRule, changeRule, type NewRule, removeRule } from '../changes/auto-mod-rules.ts';
import type { Live } from '../live.ts';
import { ruleProblems, tooManyProblems } from '../rest/validate/auto-mod-rules.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn } from '../world/lookups.ts';
import type { Channel, Guild } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

/**
 * Puts a member's text before Discord's AutoMod. Throws `Cannot` where a rule blocks it, after everything else that
 * the rules say; what it returns does the same for a message that was let through.
 */
export function passAutoMod(
  live: Live,
  guild: Guild,
  channel: Channel,
  authorId: string,
  content: string,
): (messageId: string) => void {
  const member = guild.members.get(authorId);
  if (!member) return () => {};
  const verdict = judge(live, guild, channel, member, content);
  if (verdict.blocked === null) return verdict.execute;
  verdict.execute(null);
  throw new Cannot(verdict.blocked);
}

export type RuleOrder = Pick<NewRule, 'name'> & Partial<NewRule>;

/** A keyword rule that blocks where nothing else is said. */
export function addRuleAs(
  live: Live,
  guildId: string,
  wanted: RuleOrder,
  order: Acting = {},
): APIAutoModerationRule {
  const guild = guildIn(live.world, guildId);
  const rule: NewRule = {
    event_type: AutoModerationRuleEventType.MessageSend,
    trigger_type: AutoModerationRuleTriggerType.Keyword,
    trigger_metadata: {},
    actions: [{ type: AutoModerationActionType.BlockMessage }],
    enabled: true,
    exempt_roles: [],
    exempt_channels: [],
    ...wanted,
  };
  const actor = ruleMaker(live, guild, rule, order);
  const problems = [...tooManyProblems(guild, rule.trigger_type), ...ruleProblems(guild, rule)];
  if (problems[0]) throw new Cannot(problems[0].message);
  return addRule(live, guild, rule, actor.act);
}

export function changeRuleAs(
  live: Live,
  guildId: string,
  ruleId: string,
  change: Partial<NewRule>,
  order: Acting = {},
): APIAutoModerationRule {
  const guild = guildIn(live.world, guildId);
  const rule = ruleIn(guild, ruleId);
  const actor = ruleMaker(live, guild, { ...rule, ...change }, order);
  const [problem] = ruleProblems(guild, { ...rule, ...change });
  if (problem) throw new Cannot(problem.message);
  return changeRule(live, guild, rule, change, actor.act);
}

export function removeRuleAs(live: Live, guildId: string, ruleId: string, order: Acting = {}): void {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageGuild);
  removeRule(live, guild, ruleIn(guild, ruleId), actor.act);
}

function ruleMaker(live: Live, guild: Guild, { actions }: NewRule, order: Acting) {
  const actor = actorIn(live, guild, order);
  const timesOut = actions.some(({ type }) => type === AutoModerationActionType.Timeout);
  actor.needs(P.ManageGuild | (timesOut ? P.ModerateMembers : 0n));
  return actor;
}

function ruleIn(guild: Guild, id: string): APIAutoModerationRule {
  const rule = guild.autoModRules.get(id);
  if (!rule) throw new Cannot(`${guild.name} has no such rule`);
  return rule;
}
