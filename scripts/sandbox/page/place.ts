import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelPermissions } from '../permissions.ts';
import { directChannelOf } from '../world/direct.ts';
import { first } from '../world/first.ts';
import type { Channel, Guild, Member, World } from '../world/types.ts';

/** Where a person is, and as whom. */
export interface Place {
  guild: Guild;
  member: Member;
  /** Null: the member sees none, or has not yet written with the bot. */
  channel: Channel | null;
  /** In the direct messages with the bot, rather than in the guild. */
  isDirect: boolean;
}

/** In an address, instead of a channel's id: the direct messages with the bot. */
export const direct = 'direct';

/** What is not there, or not any more, is replaced by the first that is. Null: there is no guild with people. */
export function placeOf(world: World, wanted: URLSearchParams): Place | null {
  const guild =
    world.guilds.get(wanted.get('guild') ?? '') ?? world.guilds.get(first(world.guilds.keys(), 1)[0] ?? '');
  const member = guild && (guild.members.get(wanted.get('member') ?? '') ?? firstPerson(guild));
  if (!guild || !member) return null;
  if (wanted.get('channel') === direct)
    return { guild, member, channel: directChannelOf(world, member.user.id), isDirect: true };
  const id = wanted.get('channel') ?? '';
  const asked = guild.channels.get(id) ?? guild.threads.get(id);
  const isSeen = asked && asked.type !== ChannelType.GuildCategory && canSee(world, guild, asked, member);
  const channel = isSeen ? asked : firstChannel(world, guild, member);
  return { guild, member, channel, isDirect: false };
}

export function canSee(world: World, guild: Guild, channel: Channel, member: Member): boolean {
  return (channelPermissions(guild, channel, member, world.now()) & P.ViewChannel) !== 0n;
}

export function nameOf({ nick, user }: Member): string {
  return nick ?? user.global_name ?? user.username;
}

function firstPerson(guild: Guild): Member | undefined {
  for (const { user } of guild.members.values()) if (!user.bot) return guild.members.get(user.id);
  return undefined;
}

function firstChannel(world: World, guild: Guild, member: Member): Channel | null {
  for (const channel of guild.channels.values())
    if (channel.type === ChannelType.GuildText && canSee(world, guild, channel, member)) return channel;
  return null;
}
