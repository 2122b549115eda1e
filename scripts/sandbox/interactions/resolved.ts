import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelPermissions } from '../permissions.ts';
import { channelJson } from '../shapes/channel.ts';
import { messageJson } from '../shapes/message.ts';
import { memberJson } from '../shapes/user.ts';
import { Cannot } from '../world/cannot.ts';
import type { Attachment, Channel, Guild, Member, Message, World } from '../world/types.ts';
import type { GuildPlace, Place } from './place.ts';

export type Resolved = Record<
  'users' | 'members' | 'roles' | 'channels' | 'messages' | 'attachments',
  Record<string, unknown>
>;

/** Collects what the ids in an interaction stand for, as far as whoever starts it can choose it there. */
export function createResolver(world: World, place: Place) {
  const resolved: Partial<Resolved> = {};
  const put = (kind: keyof Resolved, id: string, value: unknown) => {
    resolved[kind] = { ...resolved[kind], [id]: value };
  };

  const resolver = {
    /** Users who are not members are resolved too, without a member. */
    user(id: string) {
      const user = world.users.get(id);
      if (!user) throw new Cannot(`there is no user ${id} to choose`);
      put('users', id, user);
      const member = place.is === 'guild' ? place.guild.members.get(id) : undefined;
      if (member && place.is === 'guild') put('members', id, partialMember(world, place, member));
    },
    role(id: string) {
      const { guild } = mustBeGuild(place, 'roles');
      const role = guild.roles.get(id);
      if (!role) throw new Cannot(`${guild.name} has no role ${id} to choose`);
      put('roles', id, role);
    },
    /** `types`: the kinds of channels that may be chosen; all where there are none. */
    channel(id: string, types: readonly number[] = []) {
      const at = mustBeGuild(place, 'channels');
      const channel = at.guild.channels.get(id) ?? at.guild.threads.get(id);
      if (!channel) throw new Cannot(`${at.guild.name} has no channel ${id} to choose`);
      if (types.length > 0 && !types.includes(channel.type))
        throw new Cannot(`#${channel.name} is not one of the kinds of channels to choose from`);
      put('channels', id, partialChannel(world, at, channel));
    },
    mentionable(id: string) {
      if (place.is === 'guild' && place.guild.roles.has(id)) resolver.role(id);
      else resolver.user(id);
    },
    message(message: Message) {
      put('messages', message.id, messageJson(message, world.bot.id));
    },
    attachment(file: Attachment) {
      put('attachments', file.id, { ...file, ephemeral: true });
    },
    /** Undefined when nothing was. */
    result: () => (Object.keys(resolved).length > 0 ? resolved : undefined),
  };
  return resolver;
}

export type Resolver = ReturnType<typeof createResolver>;

function mustBeGuild(place: Place, what: string): GuildPlace {
  if (place.is === 'direct') throw new Cannot(`direct messages have no ${what} to choose from`);
  return place;
}

/** Without user, deaf and mute (Discord's documentation, "Resolved Data Structure"). */
function partialMember(world: World, { guild, channel }: GuildPlace, member: Member) {
  const { deaf: _deaf, mute: _mute, ...partial } = memberJson(member);
  return { ...partial, permissions: permissionsIn(world, guild, channel, member).toString() };
}

function partialChannel(world: World, { guild, member, user }: GuildPlace, channel: Channel) {
  const bits = permissionsIn(world, guild, channel, member);
  if (!(bits & P.ViewChannel)) throw new Cannot(`${user.username} cannot see #${channel.name}`);
  const { permission_overwrites: _overwrites, ...partial } = channelJson(channel);
  return { ...partial, permissions: bits.toString() };
}

function permissionsIn({ now }: World, guild: Guild, channel: Channel, member: Member): bigint {
  return channelPermissions(guild, channel, member, now());
}
