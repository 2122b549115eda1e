import { AuditLogEvent, type ChannelType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelJson } from '../shapes/channel.ts';
import { type Act, actOf } from '../world/act.ts';
import { createChannel } from '../world/create.ts';
import type { Channel, Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

interface NewChannel {
  name: string;
  type?: ChannelType;
  parentId?: string | null;
  topic?: string | null;
  overwrites?: Channel['overwrites'];
}

export function addChannel(
  live: Live,
  guild: Guild,
  channel: NewChannel,
  act: Act = actOf(guild.ownerId),
): Channel {
  const id = live.world.snowflakes.next();
  const made = createChannel({ ...channel, id, guildId: guild.id, position: guild.channels.size });
  guild.channels.set(id, made);
  live.world.channels.set(id, made);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: id, more: { added: true } });
  const changes = [{ key: 'name' as const, new_value: made.name }];
  logEntry(live, guild, { type: AuditLogEvent.ChannelCreate, target: id, changes }, act);
  live.publish({ type: 'CHANNEL_CREATE', guild, channel: made, data: channelJson(made) });
  return made;
}

export function removeChannel(
  live: Live,
  guild: Guild,
  channel: Channel,
  act: Act = actOf(guild.ownerId),
): void {
  guild.channels.delete(channel.id);
  live.world.channels.delete(channel.id);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { added: false } });
  const changes = [{ key: 'name' as const, old_value: channel.name }];
  logEntry(live, guild, { type: AuditLogEvent.ChannelDelete, target: channel.id, changes }, act);
  live.publish({ type: 'CHANNEL_DELETE', guild, data: channelJson(channel) });
}

export type ChannelChange = Partial<
  Pick<Channel, 'name' | 'topic' | 'slowmode' | 'overwrites' | 'parentId' | 'nsfw'>
>;

export function changeChannel(
  live: Live,
  guild: Guild,
  channel: Channel,
  change: ChannelChange,
  act: Act = actOf(guild.ownerId),
): void {
  const names = { name: 'name', topic: 'topic', slowmode: 'rate_limit_per_user', nsfw: 'nsfw' } as const;
  const changes = changesBetween(channel, change, names);
  Object.assign(channel, change);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.ChannelUpdate, target: channel.id, changes }, act);
  live.publish({ type: 'CHANNEL_UPDATE', guild, channel, data: channelJson(channel) });
}
