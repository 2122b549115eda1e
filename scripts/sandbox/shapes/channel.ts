import type { Channel } from '../world/types.ts';

export function channelJson(channel: Channel): Record<string, unknown> {
  return channel.guildId === null ? directJson(channel) : guildChannelJson(channel);
}

function guildChannelJson(channel: Channel): Record<string, unknown> {
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    topic: channel.topic,
    nsfw: channel.nsfw,
    flags: 0,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.slowmode,
    permission_overwrites: channel.overwrites,
  };
}

function directJson(channel: Channel): Record<string, unknown> {
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    last_message_id: channel.lastMessageId,
    recipients: channel.recipients,
  };
}
