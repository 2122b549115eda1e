import { AuditLogEvent, type ChannelType, MessageFlags } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelJson, threadMemberJson } from '../shapes/channel.ts';
import { messageEventJson } from '../shapes/message.ts';
import type { Act } from '../world/act.ts';
import { createChannel } from '../world/create.ts';
import type { Channel, Guild, Message, Thread } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

export interface NewThread {
  name: string;
  type: ChannelType;
  autoArchive?: number;
  slowmode?: number;
}

/** `on`: the message it starts from, whose id it takes. Whoever opens it is its first member. */
export function addThread(
  live: Live,
  guild: Guild,
  parent: Channel,
  wanted: NewThread,
  act: Act,
  on?: Message,
): Channel {
  const { world } = live;
  const now = new Date(world.now()).toISOString();
  const made = createChannel({
    id: on?.id ?? world.snowflakes.next(),
    guildId: guild.id,
    name: wanted.name,
    type: wanted.type,
    parentId: parent.id,
    thread: {
      ownerId: act.by,
      archived: false,
      locked: false,
      autoArchive: wanted.autoArchive ?? 4_320,
      createdAt: now,
      archivedAt: now,
      members: new Map([[act.by, now]]),
    },
  });
  made.slowmode = wanted.slowmode ?? 0;
  guild.threads.set(made.id, made);
  world.channels.set(made.id, made);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: made.id, more: { added: true } });
  const changes = [{ key: 'name' as const, new_value: made.name }];
  logEntry(live, guild, { type: AuditLogEvent.ThreadCreate, target: made.id, changes }, act);
  const data = { ...channelJson(made), newly_created: true };
  live.publish({ type: 'THREAD_CREATE', guild, channel: made, data });
  if (on) mark(live, guild, parent, on, made);
  return made;
}

/** The message says from now on that a thread hangs on it. */
function mark(live: Live, guild: Guild, channel: Channel, message: Message, thread: Channel): void {
  message.flags = (message.flags ?? 0) | MessageFlags.HasThread;
  const data = { ...messageEventJson(live.world, message), thread: channelJson(thread) };
  live.publish({ type: 'MESSAGE_UPDATE', guild, channel, data });
}

export type ThreadChange = Partial<Pick<Channel, 'name' | 'slowmode'>> &
  Partial<Pick<Thread, 'archived' | 'locked' | 'autoArchive'>>;

export function changeThread(
  live: Live,
  guild: Guild,
  channel: Channel,
  change: ThreadChange,
  act: Act,
): void {
  const { thread } = channel;
  if (!thread) return;
  const { name, slowmode, ...state } = change;
  const fields = {
    ...(name === undefined ? {} : { name }),
    ...(slowmode === undefined ? {} : { slowmode }),
  };
  const changes = [
    ...changesBetween<ThreadChange>(channel, fields, { name: 'name', slowmode: 'rate_limit_per_user' }),
    ...changesBetween<ThreadChange>(thread, state, {
      archived: 'archived',
      locked: 'locked',
      autoArchive: 'auto_archive_duration',
    }),
  ];
  if (state.archived !== undefined && state.archived !== thread.archived)
    thread.archivedAt = new Date(live.world.now()).toISOString();
  Object.assign(channel, fields);
  Object.assign(thread, state);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.ThreadUpdate, target: channel.id, changes }, act);
  live.publish({ type: 'THREAD_UPDATE', guild, channel, data: channelJson(channel) });
}

export function removeThread(live: Live, guild: Guild, channel: Channel, act: Act): void {
  guild.threads.delete(channel.id);
  live.world.channels.delete(channel.id);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { added: false } });
  const changes = [{ key: 'name' as const, old_value: channel.name }];
  logEntry(live, guild, { type: AuditLogEvent.ThreadDelete, target: channel.id, changes }, act);
  const { id, parentId, type } = channel;
  const data = { id, guild_id: guild.id, parent_id: parentId, type };
  live.publish({ type: 'THREAD_DELETE', guild, data });
}

export function addToThread(live: Live, guild: Guild, channel: Channel, userId: string): void {
  if (!channel.thread || channel.thread.members.has(userId)) return;
  channel.thread.members.set(userId, new Date(live.world.now()).toISOString());
  announceMembers(live, guild, channel, userId, { added_members: [threadMemberJson(channel, userId)] });
}

/** True when they were in it. */
export function removeFromThread(live: Live, guild: Guild, channel: Channel, userId: string): boolean {
  if (!channel.thread?.members.delete(userId)) return false;
  announceMembers(live, guild, channel, userId, { removed_member_ids: [userId] });
  return true;
}

/** The bot hears of itself in any case, of a private thread too that it sees no longer. */
function announceMembers(
  live: Live,
  guild: Guild,
  channel: Channel,
  userId: string,
  change: Record<string, unknown>,
): void {
  const own = userId === live.world.bot.id;
  const member_count = Math.min(50, channel.thread?.members.size ?? 0);
  const data = { id: channel.id, guild_id: guild.id, member_count, ...change };
  live.publish({ type: 'THREAD_MEMBERS_UPDATE', guild, channel: own ? undefined : channel, own, data });
}
