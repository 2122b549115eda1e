import type { APIRole } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { seedGuild } from '../seed/guild.ts';
import type { GuildSeed } from '../seed/types.ts';
import { channelJson } from '../shapes/channel.ts';
import { guildCreateJson, guildJson } from '../shapes/guild.ts';
import { createChannel, createRole } from '../world/create.ts';
import { botMember } from '../world/lookups.ts';
import type { Channel, Guild } from '../world/types.ts';

/** The bot is invited to a new guild. */
export function addGuild(live: Live, seed: GuildSeed): Guild {
  const guild = seedGuild(live.world, seed);
  const data = guildCreateJson(guild, [botMember(live.world, guild)], 50);
  live.publish({ type: 'GUILD_CREATE', guild, data });
  return guild;
}

/** The bot is removed from the guild: GUILD_DELETE without `unavailable`. */
export function removeGuild(live: Live, guild: Guild): void {
  live.world.guilds.delete(guild.id);
  for (const id of guild.channels.keys()) live.world.channels.delete(id);
  live.publish({ type: 'GUILD_DELETE', guild, data: { id: guild.id } });
}

export function changeGuild(
  live: Live,
  guild: Guild,
  change: Partial<Pick<Guild, 'name' | 'ownerId' | 'locale'>>,
): void {
  Object.assign(guild, change);
  live.publish({ type: 'GUILD_UPDATE', guild, data: guildJson(guild) });
}

export function addRole(
  live: Live,
  guild: Guild,
  role: { name: string; permissions?: bigint; color?: number },
): APIRole {
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  const made = createRole({ permissions: 0n, ...role, id: live.world.snowflakes.next(), position: 1 });
  guild.roles.set(made.id, made);
  live.publish({ type: 'GUILD_ROLE_CREATE', guild, data: { guild_id: guild.id, role: made } });
  return made;
}

/** Members lose the role too; Discord announces only the role's end. */
export function removeRole(live: Live, guild: Guild, id: string): void {
  guild.roles.delete(id);
  for (const member of guild.members.values()) member.roles = member.roles.filter((role) => role !== id);
  live.publish({ type: 'GUILD_ROLE_DELETE', guild, data: { guild_id: guild.id, role_id: id } });
}

export function addChannel(live: Live, guild: Guild, channel: { name: string; parentId?: string }): Channel {
  const id = live.world.snowflakes.next();
  const made = createChannel({ ...channel, id, guildId: guild.id, position: guild.channels.size });
  guild.channels.set(id, made);
  live.world.channels.set(id, made);
  live.publish({ type: 'CHANNEL_CREATE', guild, channel: made, data: channelJson(made) });
  return made;
}

export function removeChannel(live: Live, guild: Guild, channel: Channel): void {
  guild.channels.delete(channel.id);
  live.world.channels.delete(channel.id);
  live.publish({ type: 'CHANNEL_DELETE', guild, data: channelJson(channel) });
}

export type ChannelChange = Partial<Pick<Channel, 'name' | 'topic' | 'slowmode' | 'overwrites'>>;

export function changeChannel(live: Live, guild: Guild, channel: Channel, change: ChannelChange): void {
  Object.assign(channel, change);
  live.publish({ type: 'CHANNEL_UPDATE', guild, channel, data: channelJson(channel) });
}
