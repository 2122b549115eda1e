import { ApplicationFlags, GatewayIntentBits as I } from 'discord-api-types/v10';

export const allIntents = Object.values(I)
  .filter((bit) => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);

/** The intents an application must have switched on, and the two flags (verified, limited) that say it has. */
export const privileged = {
  members: { bit: I.GuildMembers, flag: ApplicationFlags.GatewayGuildMembersLimited },
  presences: { bit: I.GuildPresences, flag: ApplicationFlags.GatewayPresenceLimited },
  content: { bit: I.MessageContent, flag: ApplicationFlags.GatewayMessageContentLimited },
} as const;

export type PrivilegedIntent = keyof typeof privileged;
export const privilegedIntents: PrivilegedIntent[] = ['members', 'presences', 'content'];

/** Flags of an application below 100 guilds: the "limited" ones. */
export function applicationFlags(switchedOn: Iterable<PrivilegedIntent>): number {
  return [...switchedOn].reduce((flags, name) => flags | privileged[name].flag, 0);
}

/** The privileged bits that are asked for and not switched on. */
export function disallowed(intents: number, switchedOn: Set<PrivilegedIntent>): number {
  return privilegedIntents
    .filter((name) => !switchedOn.has(name))
    .reduce((bits, name) => bits | (intents & privileged[name].bit), 0);
}

/** Which intent lets an event through; [in guilds, in direct messages] where that differs, 0: always sent. */
const table: Record<string, number | [guild: number, direct: number]> = {
  GUILD_CREATE: I.Guilds,
  GUILD_UPDATE: I.Guilds,
  GUILD_DELETE: I.Guilds,
  GUILD_ROLE_CREATE: I.Guilds,
  GUILD_ROLE_UPDATE: I.Guilds,
  GUILD_ROLE_DELETE: I.Guilds,
  CHANNEL_CREATE: I.Guilds,
  CHANNEL_UPDATE: I.Guilds,
  CHANNEL_DELETE: I.Guilds,
  CHANNEL_PINS_UPDATE: [I.Guilds, I.DirectMessages],
  THREAD_CREATE: I.Guilds,
  THREAD_UPDATE: I.Guilds,
  THREAD_DELETE: I.Guilds,
  GUILD_MEMBER_ADD: I.GuildMembers,
  GUILD_MEMBER_UPDATE: I.GuildMembers,
  GUILD_MEMBER_REMOVE: I.GuildMembers,
  GUILD_AUDIT_LOG_ENTRY_CREATE: I.GuildModeration,
  GUILD_BAN_ADD: I.GuildModeration,
  GUILD_BAN_REMOVE: I.GuildModeration,
  GUILD_EMOJIS_UPDATE: I.GuildExpressions,
  INVITE_CREATE: I.GuildInvites,
  INVITE_DELETE: I.GuildInvites,
  PRESENCE_UPDATE: I.GuildPresences,
  VOICE_STATE_UPDATE: I.GuildVoiceStates,
  MESSAGE_CREATE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_UPDATE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_DELETE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_DELETE_BULK: I.GuildMessages,
  MESSAGE_REACTION_ADD: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_ALL: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_EMOJI: [I.GuildMessageReactions, I.DirectMessageReactions],
  TYPING_START: [I.GuildMessageTyping, I.DirectMessageTyping],
  AUTO_MODERATION_RULE_CREATE: I.AutoModerationConfiguration,
  AUTO_MODERATION_RULE_UPDATE: I.AutoModerationConfiguration,
  AUTO_MODERATION_RULE_DELETE: I.AutoModerationConfiguration,
  AUTO_MODERATION_ACTION_EXECUTION: I.AutoModerationExecution,
};

/** Events that the table does not name (INTERACTION_CREATE, USER_UPDATE …) need no intent. */
export function intentFor(type: string, direct: boolean): number {
  const entry = table[type] ?? 0;
  return typeof entry === 'number' ? entry : entry[direct ? 1 : 0];
}
