import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelPermissions } from '../permissions.ts';
import type { Channel, Guild, Member, World } from '../world/types.ts';
import { type Html, html } from './html.ts';

/** Where a person is, and as whom. */
export interface Place {
  guild: Guild;
  member: Member;
  /** Null: the member sees none. */
  channel: Channel | null;
}

/** What is not there, or not any more, is replaced by the first that is. Null: there is no guild with people. */
export function placeOf(world: World, wanted: URLSearchParams): Place | null {
  const guild = world.guilds.get(wanted.get('guild') ?? '') ?? [...world.guilds.values()][0];
  const people = guild ? peopleOf(guild) : [];
  const member = people.find(({ user }) => user.id === wanted.get('member')) ?? people[0];
  if (!guild || !member) return null;
  const channels = channelsOf(world, guild, member);
  const channel = channels.find(({ id }) => id === wanted.get('channel')) ?? channels[0] ?? null;
  return { guild, member, channel };
}

/** In the order of their names; bots act for themselves. */
export function peopleOf(guild: Guild): Member[] {
  const people = [...guild.members.values()].filter(({ user }) => !user.bot);
  return people.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

export function channelsOf(world: World, guild: Guild, member: Member): Channel[] {
  return [...guild.channels.values()].filter(
    (channel) =>
      channel.type === ChannelType.GuildText &&
      (channelPermissions(guild, channel, member, world.now()) & P.ViewChannel) !== 0n,
  );
}

export function nameOf({ nick, user }: Member): string {
  return nick ?? user.global_name ?? user.username;
}

interface Ids {
  guild: string;
  member: string;
  channel?: string;
}

export function addressOf(ids: Ids): string {
  return `/?${new URLSearchParams({ ...ids })}`;
}

export function idsOf({ guild, member, channel }: Place): Ids {
  return { guild: guild.id, member: member.user.id, ...(channel ? { channel: channel.id } : {}) };
}

/** Every form says where it was sent from. */
export function hiddenPlace(place: Place): Html[] {
  return Object.entries(idsOf(place)).map(
    ([name, id]) => html`<input type="hidden" name="${name}" value="${id}">`,
  );
}
