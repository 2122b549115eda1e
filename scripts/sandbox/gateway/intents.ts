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
  ...each(I.Guilds, [
    'GUILD_CREATE',
    'GUILD_UPDATE',
    'GUILD_DELETE',
    'GUILD_ROLE_CREATE',
    'GUILD_ROLE_UPDATE',
    'GUILD_ROLE_DELETE',
    'CHANNEL_CREATE',
    'CHANNEL_UPDATE',
    'CHANNEL_DELETE',
    'THREAD_CREATE',
    'THREAD_UPDATE',
    'THREAD_DELETE',
    'THREAD_LIST_SYNC',
    'THREAD_MEMBER_UPDATE',
    'STAGE_INSTANCE_CREATE',
    'STAGE_INSTANCE_UPDATE',
    'STAGE_INSTANCE_DELETE',
    'VOICE_CHANNEL_STATUS_UPDATE',
    'VOICE_CHANNEL_START_TIME_UPDATE',
  ]),
  CHANNEL_PINS_UPDATE: [I.Guilds, I.DirectMessages],
  // under either; with Guilds alone only where the bot itself is meant, which `own` says
  THREAD_MEMBERS_UPDATE: I.GuildMembers,
  ...each(I.GuildMembers, ['GUILD_MEMBER_ADD', 'GUILD_MEMBER_UPDATE', 'GUILD_MEMBER_REMOVE']),
  ...each(I.GuildModeration, ['GUILD_AUDIT_LOG_ENTRY_CREATE', 'GUILD_BAN_ADD', 'GUILD_BAN_REMOVE']),
  ...each(I.GuildExpressions, [
    'GUILD_EMOJIS_UPDATE',
    'GUILD_STICKERS_UPDATE',
    'GUILD_SOUNDBOARD_SOUND_CREATE',
    'GUILD_SOUNDBOARD_SOUND_UPDATE',
    'GUILD_SOUNDBOARD_SOUND_DELETE',
    'GUILD_SOUNDBOARD_SOUNDS_UPDATE',
  ]),
  ...each(I.GuildIntegrations, [
    'GUILD_INTEGRATIONS_UPDATE',
    'INTEGRATION_CREATE',
    'INTEGRATION_UPDATE',
    'INTEGRATION_DELETE',
  ]),
  WEBHOOKS_UPDATE: I.GuildWebhooks,
  ...each(I.GuildInvites, ['INVITE_CREATE', 'INVITE_DELETE']),
  ...each(I.GuildVoiceStates, ['VOICE_CHANNEL_EFFECT_SEND', 'VOICE_STATE_UPDATE']),
  PRESENCE_UPDATE: I.GuildPresences,
  ...each([I.GuildMessages, I.DirectMessages], ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE']),
  MESSAGE_DELETE_BULK: I.GuildMessages,
  ...each(
    [I.GuildMessageReactions, I.DirectMessageReactions],
    [
      'MESSAGE_REACTION_ADD',
      'MESSAGE_REACTION_REMOVE',
      'MESSAGE_REACTION_REMOVE_ALL',
      'MESSAGE_REACTION_REMOVE_EMOJI',
    ],
  ),
  TYPING_START: [I.GuildMessageTyping, I.DirectMessageTyping],
  ...each(I.GuildScheduledEvents, [
    'GUILD_SCHEDULED_EVENT_CREATE',
    'GUILD_SCHEDULED_EVENT_UPDATE',
    'GUILD_SCHEDULED_EVENT_DELETE',
    'GUILD_SCHEDULED_EVENT_USER_ADD',
    'GUILD_SCHEDULED_EVENT_USER_REMOVE',
  ]),
  ...each(I.AutoModerationConfiguration, [
    'AUTO_MODERATION_RULE_CREATE',
    'AUTO_MODERATION_RULE_UPDATE',
    'AUTO_MODERATION_RULE_DELETE',
  ]),
  AUTO_MODERATION_ACTION_EXECUTION: I.AutoModerationExecution,
  ...each([I.GuildMessagePolls, I.DirectMessagePolls], ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE']),
};

function each<T>(intent: T, events: string[]): Record<string, T> {
  return Object.fromEntries(events.map((event) => [event, intent]));
}

/** Events that the table does not name (INTERACTION_CREATE, USER_UPDATE …) need no intent. */
export function intentFor(type: string, direct: boolean): number {
  const entry = table[type] ?? 0;
  return typeof entry === 'number' ? entry : entry[direct ? 1 : 0];
}
