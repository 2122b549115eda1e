import { type APIRole, type APIUser, ChannelType } from 'discord-api-types/v10';
import type { Channel, Guild, Interaction, Member, Message, World } from './types.ts';

/** For the sandbox's own callers: an id that is not there is their mistake. Requests of the bot get a 404 instead. */
export class NotInWorld extends Error {
  constructor(kind: string, id: string) {
    super(`the sandbox has no ${kind} ${id}`);
    this.name = 'NotInWorld';
  }
}

export function userIn(world: World, id: string): APIUser {
  return world.users.get(id) ?? absent('user', id);
}

export function guildIn(world: World, id: string): Guild {
  return world.guilds.get(id) ?? absent('guild', id);
}

export function memberIn(guild: Guild, userId: string): Member {
  return guild.members.get(userId) ?? absent(`member of ${guild.name} with id`, userId);
}

export function roleIn(guild: Guild, id: string): APIRole {
  return guild.roles.get(id) ?? absent(`role of ${guild.name} with id`, id);
}

export function channelIn(world: World, id: string): Channel {
  return world.channels.get(id) ?? absent('channel', id);
}

/** A channel or thread of that guild. */
export function channelOf({ name, channels, threads }: Guild, id: string): Channel {
  return channels.get(id) ?? threads.get(id) ?? absent(`channel of ${name} with id`, id);
}

/** Something that is there, or its id. */
export type Which = { id: string } | string;

/** Looks through all channels that anybody has looked into. */
export function messageIn(world: World, which: Which): Message {
  const id = idOf(which);
  const ephemeral = world.ephemerals.get(id);
  if (ephemeral) return ephemeral;
  for (const channel of world.channels.values()) {
    const message = channel.messages.get(id);
    if (message) return message;
  }
  return absent('message', id);
}

/** Where people are when nobody says where: the system channel, else the first text channel. */
export function usualChannelOf(guild: Guild): Channel {
  const system = guild.channels.get(guild.systemChannelId);
  return system ?? firstTextChannel(guild) ?? absent('text channel in', guild.name);
}

export function firstTextChannel({ channels }: Guild): Channel | undefined {
  return [...channels.values()].find(({ type }) => type === ChannelType.GuildText);
}

export function interactionIn(world: World, which: Which): Interaction {
  return world.interactions.get(idOf(which)) ?? absent('interaction', idOf(which));
}

function idOf(which: Which): string {
  return typeof which === 'string' ? which : which.id;
}

/** The bot's own membership; a world without it could not answer a single request. */
export function botMember(world: World, guild: Guild): Member {
  return memberIn(guild, world.bot.id);
}

export function guildOf(world: World, channel: Channel): Guild | null {
  return channel.guildId === null ? null : (world.guilds.get(channel.guildId) ?? null);
}

function absent(kind: string, id: string): never {
  throw new NotInWorld(kind, id);
}
