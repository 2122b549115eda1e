import {
  AutoModerationActionType as Action,
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  AutoModerationRuleEventType as Event,
  AutoModerationRuleTriggerType as Trigger,
} from 'discord-api-types/v10';
import type { Guild } from '../../world/types.ts';
import type { FormProblem } from '../reply.ts';

type Rule = Pick<
  APIAutoModerationRule,
  'event_type' | 'trigger_type' | 'trigger_metadata' | 'actions' | 'exempt_roles' | 'exempt_channels'
>;

/** Discord's documentation, "Trigger Types". */
const mostOf: Record<Trigger, number> = {
  [Trigger.Keyword]: 6,
  [Trigger.Spam]: 1,
  [Trigger.KeywordPreset]: 1,
  [Trigger.MentionSpam]: 1,
  [Trigger.MemberProfile]: 1,
};

/** Discord's documentation, "Action Types": which rules an action is for. */
const rulesFor: Record<Action, Trigger[]> = {
  [Action.BlockMessage]: [Trigger.Keyword, Trigger.Spam, Trigger.KeywordPreset, Trigger.MentionSpam],
  [Action.SendAlertMessage]: Object.keys(mostOf).map(Number),
  [Action.Timeout]: [Trigger.Keyword, Trigger.MentionSpam],
  [Action.BlockMemberInteraction]: [Trigger.MemberProfile],
};

/** What Discord asks of a rule beyond its schema. */
export function ruleProblems(guild: Guild, rule: Rule): FormProblem[] {
  return [
    ...eventProblems(rule),
    ...patternProblems(rule.trigger_metadata.regex_patterns ?? []),
    ...rule.actions.flatMap((action, index) => actionProblems(guild, rule, action, index)),
  ];
}

export function tooManyProblems(guild: Guild, type: Trigger): FormProblem[] {
  const there = [...guild.autoModRules.values()].filter(({ trigger_type }) => trigger_type === type);
  if (there.length < mostOf[type]) return [];
  return [
    {
      path: [],
      code: 'AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED',
      message: 'Maximum number of rules of this type has been exceeded.',
    },
  ];
}

function eventProblems({ event_type, trigger_type }: Rule): FormProblem[] {
  const fitting = trigger_type === Trigger.MemberProfile ? Event.MemberUpdate : Event.MessageSend;
  if (event_type === fitting) return [];
  const message = 'This event does not fit the trigger.';
  return [{ path: ['event_type'], code: 'AUTO_MODERATION_INVALID_EVENT_TYPE', message }];
}

function patternProblems(patterns: string[]): FormProblem[] {
  return patterns.flatMap((pattern, index) => {
    if (isExpression(pattern)) return [];
    const path = ['trigger_metadata', 'regex_patterns', index];
    return [{ path, code: 'AUTO_MODERATION_INVALID_REGEX', message: 'Invalid regular expression.' }];
  });
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function actionProblems(
  guild: Guild,
  { trigger_type }: Rule,
  { type, metadata }: APIAutoModerationAction,
  index: number,
): FormProblem[] {
  const path = ['actions', index];
  if (!rulesFor[type].includes(trigger_type)) {
    const message = 'This action is not for rules of this kind.';
    return [{ path: [...path, 'type'], code: 'AUTO_MODERATION_INVALID_ACTION_TYPE', message }];
  }
  if (type !== Action.SendAlertMessage || guild.channels.has(metadata?.channel_id ?? '')) return [];
  const message = 'Channel does not exist in this server.';
  return [{ path: [...path, 'metadata', 'channel_id'], code: 'AUTO_MODERATION_INVALID_CHANNEL', message }];
}
