import { type APIOverwrite, type APIRole, type APIUser, ChannelType } from 'discord-api-types/v10';
import { userId } from '../seed/ids.ts';
import type { Channel, Guild, Member } from './types.ts';

const noFlags: number = 0;

/** New things as Discord makes them, with everything nobody asked about at its default. */
export function createUser(user: {
  id?: string;
  name: string;
  displayName?: string;
  bot?: boolean;
}): APIUser {
  return {
    id: user.id ?? userId(user.name),
    username: user.name,
    discriminator: '0',
    global_name: user.displayName ?? null,
    avatar: null,
    ...(user.bot ? { bot: true } : {}),
  };
}

export function createMember(guild: Guild, user: APIUser, more: { joinedAt: string; nick?: string }): Member {
  return {
    guildId: guild.id,
    user,
    nick: more.nick ?? null,
    avatar: null,
    roles: [],
    joinedAt: more.joinedAt,
    timeoutUntil: null,
    pending: false,
    flags: 0,
  };
}

interface NewRole {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
  color?: number;
  /** The bot this role belongs to: such a role can be given to nobody else. */
  botId?: string;
}

export function createRole(role: NewRole): APIRole {
  const color = role.color ?? 0;
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color,
    colors: { primary_color: color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: role.botId !== undefined,
    mentionable: false,
    flags: noFlags,
    ...(role.botId ? { tags: { bot_id: role.botId } } : {}),
  };
}

interface NewChannel {
  id: string;
  guildId: string | null;
  name: string;
  type?: ChannelType;
  position?: number;
  parentId?: string | null;
  topic?: string | null;
  overwrites?: APIOverwrite[];
  recipients?: APIUser[];
  nsfw?: boolean;
  thread?: Channel['thread'];
}

export function createChannel(channel: NewChannel): Channel {
  return {
    type: ChannelType.GuildText,
    position: 0,
    parentId: null,
    topic: null,
    overwrites: [],
    recipients: [],
    nsfw: false,
    thread: null,
    ...channel,
    slowmode: 0,
    lastMessageId: null,
    messages: new Map(),
    postedAt: new Map(),
    nonces: new Map(),
  };
}
