import type { APIUser } from 'discord-api-types/v10';
import { Cannot } from '../world/cannot.ts';
import { openDirectChannel } from '../world/direct.ts';
import { channelIn, guildIn, memberIn, userIn, usualChannelOf } from '../world/lookups.ts';
import type { Channel, Guild, Member, World } from '../world/types.ts';

/** Where somebody starts an interaction, and as whom. */
export type Place = GuildPlace | { is: 'direct'; channel: Channel; user: APIUser };

export interface GuildPlace {
  is: 'guild';
  guild: Guild;
  channel: Channel;
  member: Member;
  user: APIUser;
}

export interface Where {
  /** Left out together with `channel`: the direct messages between the user and the bot. */
  guild?: string;
  user: string;
  /** The guild's first text channel where left out. */
  channel?: string;
}

export function placeOf(world: World, { guild, user, channel }: Where): Place {
  if (channel !== undefined) return placeIn(world, channelIn(world, channel), user);
  if (guild === undefined) return directPlace(openDirectChannel(world, userIn(world, user).id), user);
  return placeIn(world, usualChannelOf(guildIn(world, guild)), user);
}

/** The user must be of the guild, or of the direct messages. */
export function placeIn(world: World, channel: Channel, userId: string): Place {
  if (channel.guildId === null) return directPlace(channel, userId);
  const guild = guildIn(world, channel.guildId);
  const member = memberIn(guild, userId);
  mustBePerson(member.user);
  return { is: 'guild', guild, channel, member, user: member.user };
}

function directPlace(channel: Channel, userId: string): Place {
  const user = channel.recipients.find(({ id }) => id === userId);
  if (!user) throw new Cannot(`these are not the direct messages of ${userId}`);
  mustBePerson(user);
  return { is: 'direct', channel, user };
}

function mustBePerson({ username, bot }: APIUser): void {
  if (bot) throw new Cannot(`${username} is a bot, and bots do not use each other’s commands`);
}
