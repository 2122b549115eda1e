import { guildPermissions } from '../permissions.ts';
import type { Guild, Member } from '../world/types.ts';
import { channelJson } from './channel.ts';
import { memberWithUserJson } from './user.ts';

/** A guild as REST and GUILD_UPDATE show it. */
export function guildJson(guild: Guild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    roles: [...guild.roles.values()],
    emojis: [...guild.emojis.values()],
    system_channel_id: guild.systemChannelId || null,
    incidents_data: incidentsJson(guild),
    ...defaultSettings,
    ...guild.settings,
  };
}

/** In the list of the member's guilds. */
export function partialGuildJson(
  guild: Guild,
  member: Member,
  now: number,
  withCounts: boolean,
): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: guild.ownerId === member.user.id,
    permissions: String(guildPermissions(guild, member, now)),
    features: [],
    ...(withCounts ? countsOf(guild) : {}),
  };
}

/** Approximate on Discord; here they are right. Nobody is online whose presence is not known, but one: the bot. */
export function countsOf(guild: Guild): Record<string, number> {
  const online = [...guild.presences.values()].filter((status) => status !== 'offline').length;
  return { approximate_member_count: guild.members.size, approximate_presence_count: online + 1 };
}

/** Null while nothing is paused. */
export function incidentsJson({ incidents }: Guild): Record<string, unknown> | null {
  const { invitesUntil, messagesUntil } = incidents;
  if (invitesUntil === null && messagesUntil === null) return null;
  return {
    invites_disabled_until: invitesUntil,
    dms_disabled_until: messagesUntil,
    dm_spam_detected_at: null,
    raid_detected_at: null,
  };
}

/** GUILD_CREATE carries the rest too: the given members, all channels, the threads that are not archived. */
export function guildCreateJson(guild: Guild, members: Member[], largeFrom: number): Record<string, unknown> {
  return {
    ...guildJson(guild),
    joined_at: guild.joinedAt,
    large: guild.members.size > largeFrom,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map(memberWithUserJson),
    channels: [...guild.channels.values()].map(channelJson),
    threads: [...guild.threads.values()].filter((channel) => !channel.thread?.archived).map(channelJson),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** What nobody has set otherwise. */
export const defaultSettings: Record<string, unknown> = {
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  vanity_url_code: null,
  application_id: null,
  afk_channel_id: null,
  afk_timeout: 300,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  widget_enabled: false,
  verification_level: 1,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  system_channel_flags: 0,
  max_members: 25_000_000,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  features: [],
  stickers: [],
};
