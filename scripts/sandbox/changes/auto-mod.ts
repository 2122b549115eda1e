import {
  AutoModerationActionType as Action,
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  AuditLogEvent,
  AutoModerationRuleEventType,
  EmbedType,
  MessageType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelPermissions } from '../permissions.ts';
import { actOf } from '../world/act.ts';
import type { Channel, Guild, Member } from '../world/types.ts';
import { logEntry } from './audit-log.ts';
import { type Match, matchOf } from './auto-mod-triggers.ts';
import { changeMember } from './members.ts';
import { postMessage } from './messages.ts';

interface Firing {
  rule: APIAutoModerationRule;
  match: Match;
  channel: Channel;
  member: Member;
  content: string;
  /** Null: the message was blocked, so there is none. */
  messageId: string | null;
}

export interface Verdict {
  /** Words of the blocking rule for the author; null: it is posted. */
  blocked: string | null;
  /** Does what the rules say, once the message has its id; a blocked one has none. */
  execute(messageId: string | null): void;
}

/** Discord's AutoMod looks at a member's message before it is posted, and again when it is edited. */
export function judge(live: Live, guild: Guild, channel: Channel, member: Member, content: string): Verdict {
  const fired = isExempt(live, guild, channel, member) ? [] : firedBy(guild, channel, member, content);
  const blocking = fired
    .flatMap(({ rule }) => rule.actions)
    .find((action) => action.type === Action.BlockMessage);
  return {
    blocked: blocking ? (blocking.metadata?.custom_message ?? 'This message was blocked by AutoMod.') : null,
    execute(messageId) {
      for (const { rule, match } of fired) {
        const firing = { rule, match, channel, member, content, messageId };
        for (const action of rule.actions) executions[action.type]?.(live, guild, firing, action);
      }
    },
  };
}

/** Bots, and whoever has Manage Server or Administrator, are never looked at. */
function isExempt({ world }: Live, guild: Guild, channel: Channel, member: Member): boolean {
  if (member.user.bot) return true;
  const bits = channelPermissions(guild, channel, member, world.now());
  return (bits & (P.ManageGuild | P.Administrator)) !== 0n;
}

function firedBy(guild: Guild, channel: Channel, member: Member, content: string) {
  const places = [channel.id, channel.parentId];
  return [...guild.autoModRules.values()].flatMap((rule) => {
    const skipped =
      !rule.enabled ||
      rule.event_type !== AutoModerationRuleEventType.MessageSend ||
      rule.exempt_roles.some((id) => member.roles.includes(id)) ||
      rule.exempt_channels.some((id) => places.includes(id));
    const match = skipped ? null : matchOf(rule, content);
    return match ? [{ rule, match }] : [];
  });
}

type Execute = (live: Live, guild: Guild, firing: Firing, action: APIAutoModerationAction) => void;

const executions: Partial<Record<Action, Execute>> = {
  [Action.BlockMessage](live, guild, firing, action) {
    log(live, guild, firing, AuditLogEvent.AutoModerationBlockMessage);
    announce(live, guild, firing, action);
  },
  [Action.SendAlertMessage](live, guild, firing, action) {
    const channel = guild.channels.get(action.metadata?.channel_id ?? '');
    if (!channel) return;
    const alert = postMessage(live, {
      channel,
      author: firing.member.user,
      type: MessageType.AutoModerationAction,
      embeds: [alertEmbed(firing)],
    });
    log(live, guild, firing, AuditLogEvent.AutoModerationFlagToChannel);
    announce(live, guild, firing, action, alert.id);
  },
  [Action.Timeout](live, guild, firing, action) {
    const seconds = action.metadata?.duration_seconds ?? 0;
    const until = new Date(live.world.now() + seconds * 1000).toISOString();
    const act = actOf(firing.rule.creator_id);
    changeMember(live, guild, firing.member, { timeoutUntil: until }, act, false);
    log(live, guild, firing, AuditLogEvent.AutoModerationUserCommunicationDisabled);
    announce(live, guild, firing, action);
  },
};

function alertEmbed({ rule, match, channel, content, messageId }: Firing) {
  const fields = {
    rule_name: rule.name,
    channel_id: channel.id,
    ...(match.keyword === null ? {} : { keyword: match.keyword }),
    ...(match.content === null ? {} : { keyword_matched_content: match.content }),
    ...(messageId === null ? {} : { flagged_message_id: messageId }),
  };
  return {
    type: EmbedType.AutoModerationMessage,
    description: content,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value, inline: false })),
  };
}

function log(live: Live, guild: Guild, { rule, channel, member }: Firing, type: AuditLogEvent): void {
  const options = {
    auto_moderation_rule_name: rule.name,
    auto_moderation_rule_trigger_type: `${rule.trigger_type}` as const,
    channel_id: channel.id,
  };
  logEntry(live, guild, { type, target: member.user.id, options }, actOf(member.user.id));
}

function announce(
  live: Live,
  guild: Guild,
  { rule, match, channel, member, content, messageId }: Firing,
  action: APIAutoModerationAction,
  alertId?: string,
): void {
  const more = { rule: rule.id, action: action.type, channel: channel.id, message: messageId };
  live.happened({ is: 'automod', by: rule.creator_id, guild: guild.id, target: member.user.id, more });
  const data = {
    guild_id: guild.id,
    action,
    rule_id: rule.id,
    rule_trigger_type: rule.trigger_type,
    user_id: member.user.id,
    channel_id: channel.id,
    ...(messageId === null ? {} : { message_id: messageId }),
    ...(alertId === undefined ? {} : { alert_system_message_id: alertId }),
    content,
    matched_keyword: match.keyword,
    matched_content: match.content,
  };
  live.publish({ type: 'AUTO_MODERATION_ACTION_EXECUTION', guild, needs: P.ManageGuild, data });
}
