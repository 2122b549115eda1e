import type { Channel, Thread } from '../world/types.ts';

export function channelJson(channel: Channel): Record<string, unknown> {
  if (channel.guildId === null) return directJson(channel);
  return channel.thread ? threadJson(channel, channel.thread) : guildChannelJson(channel);
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

function threadJson(channel: Channel, thread: Thread): Record<string, unknown> {
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    owner_id: thread.ownerId,
    flags: 0,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.slowmode,
    message_count: channel.messages.size,
    total_message_sent: channel.messages.size,
    member_count: Math.min(50, thread.members.size), // Discord counts no further
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: thread.archivedAt,
      auto_archive_duration: thread.autoArchive,
      create_timestamp: thread.createdAt,
      locked: thread.locked,
    },
  };
}

export function threadMemberJson(channel: Channel, userId: string): Record<string, unknown> {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: channel.thread?.members.get(userId),
    flags: 0,
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
