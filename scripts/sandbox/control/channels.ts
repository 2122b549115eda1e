import { type APIOverwrite, ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import {
  addChannel,
  type ChannelChange,
  changeChannel,
  type NewChannel,
  removeChannel,
} from '../changes/channels.ts';
import { removeOverwrite, setOverwrite } from '../changes/overwrites.ts';
import { mostChannels } from '../limits.ts';
import type { Live } from '../live.ts';
import { maySetOverwrites } from '../rights.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, channelOf, guildIn } from '../world/lookups.ts';
import type { Channel, Guild } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

const longestSlowmode = 21_600; // seconds

export function addChannelAs(live: Live, guildId: string, channel: NewChannel, order: Acting = {}): Channel {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageChannels);
  actor.must((member) => maySetOverwrites(live.world, guild, member, null, channel.overwrites ?? []));
  if (guild.channels.size >= mostChannels)
    throw new Cannot(`${guild.name} has as many channels as it can have`);
  if (channel.parentId && guild.channels.get(channel.parentId)?.type !== ChannelType.GuildCategory)
    throw new Cannot('a channel is in a category, or in none');
  return addChannel(live, guild, channel, actor.act);
}

/** Name, topic, slowmode (seconds) … */
export function changeChannelAs(
  live: Live,
  guildId: string,
  channelId: string,
  change: ChannelChange,
  order: Acting = {},
): void {
  const guild = guildIn(live.world, guildId);
  const channel = ownChannelIn(guild, channelId);
  const actor = actorIn(live, guild, order);
  const { overwrites, slowmode = 0 } = change;
  actor.needs(P.ManageChannels, channel);
  if (overwrites) actor.must((member) => maySetOverwrites(live.world, guild, member, channel, overwrites));
  if (slowmode < 0 || slowmode > longestSlowmode) throw new Cannot('a slowmode lasts six hours at most');
  changeChannel(live, guild, channel, change, actor.act);
}

export function removeChannelAs(live: Live, guildId: string, channelId: string, order: Acting = {}): void {
  const guild = guildIn(live.world, guildId);
  const channel = ownChannelIn(guild, channelId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageChannels, channel);
  removeChannel(live, guild, channel, actor.act);
}

/** What a role or a member may do in the channel, where it differs. */
export function setOverwriteAs(
  live: Live,
  channelId: string,
  overwrite: APIOverwrite,
  order: Acting = {},
): void {
  const channel = guildChannelIn(live, channelId);
  const guild = guildIn(live.world, channel.guildId ?? '');
  const actor = actorIn(live, guild, order);
  const others = channel.overwrites.filter(({ id }) => id !== overwrite.id);
  actor.needs(P.ManageRoles, channel);
  actor.must((member) => maySetOverwrites(live.world, guild, member, channel, [...others, overwrite]));
  setOverwrite(live, guild, channel, overwrite, actor.act);
}

/** `id`: of the role or member. */
export function removeOverwriteAs(live: Live, channelId: string, id: string, order: Acting = {}): void {
  const channel = guildChannelIn(live, channelId);
  const guild = guildIn(live.world, channel.guildId ?? '');
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageRoles, channel);
  const overwrite = channel.overwrites.find((candidate) => candidate.id === id);
  if (!overwrite) throw new Cannot(`#${channel.name} has no overwrite for ${id}`);
  removeOverwrite(live, guild, channel, overwrite, actor.act);
}

function ownChannelIn(guild: Guild, channelId: string): Channel {
  const channel = channelOf(guild, channelId);
  if (channel.thread) throw new Cannot(`${channel.name} is a thread`);
  return channel;
}

function guildChannelIn(live: Live, channelId: string): Channel {
  const channel = channelIn(live.world, channelId);
  if (channel.thread || channel.guildId === null)
    throw new Cannot(`#${channel.name} has no overwrites of its own`);
  return channel;
}
