import { AuditLogEvent, type ChannelType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelJson } from '../shapes/channel.ts';
import { type Act, actOf } from '../world/act.ts';
import { createChannel } from '../world/create.ts';
import type { Channel, Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

export interface NewChannel {
  name: string;
  type?: ChannelType;
  parentId?: string | null;
  topic?: string | null;
  nsfw?: boolean;
  slowmode?: number;
  overwrites?: Channel['overwrites'];
}

export function addChannel(
  live: Live,
  guild: Guild,
  { slowmode = 0, ...channel }: NewChannel,
  act: Act = actOf(guild.ownerId),
): Channel {
  const id = live.world.snowflakes.next();
  const made = createChannel({ ...channel, id, guildId: guild.id, position: guild.channels.size });
  made.slowmode = slowmode;
  guild.channels.set(id, made);
  live.world.channels.set(id, made);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: id, more: { added: true } });
  const changes = [
    { key: 'name' as const, new_value: made.name },
    { key: 'type' as const, new_value: made.type },
  ];
  logEntry(live, guild, { type: AuditLogEvent.ChannelCreate, target: id, changes }, act);
  live.publish({ type: 'CHANNEL_CREATE', guild, channel: made, data: channelJson(made) });
  return made;
}

/** Its threads and invites go too, without a word; what was in a category is set free first. */
export function removeChannel(
  live: Live,
  guild: Guild,
  channel: Channel,
  act: Act = actOf(guild.ownerId),
): void {
  for (const child of guild.channels.values())
    if (child.parentId === channel.id) changeChannel(live, guild, child, { parentId: null }, act);
  forget(live, guild, channel);
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { added: false } });
  const changes = [{ key: 'name' as const, old_value: channel.name }];
  logEntry(live, guild, { type: AuditLogEvent.ChannelDelete, target: channel.id, changes }, act);
  live.publish({ type: 'CHANNEL_DELETE', guild, data: channelJson(channel) });
}

function forget({ world }: Live, guild: Guild, channel: Channel): void {
  guild.channels.delete(channel.id);
  world.channels.delete(channel.id);
  if (guild.systemChannelId === channel.id) guild.systemChannelId = '';
  for (const thread of guild.threads.values()) {
    if (thread.parentId !== channel.id) continue;
    guild.threads.delete(thread.id);
    world.channels.delete(thread.id);
  }
  for (const invite of world.invites.values())
    if (invite.channelId === channel.id) world.invites.delete(invite.code);
}

export type ChannelChange = Partial<
  Pick<Channel, 'name' | 'topic' | 'slowmode' | 'overwrites' | 'parentId' | 'nsfw' | 'position'>
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
