import { channelPermissions } from '../permissions.ts';
import { messageJson } from '../shapes/message.ts';
import { memberJson } from '../shapes/user.ts';
import { Cannot } from '../world/cannot.ts';
import type { Guild, Member, Message, World } from '../world/types.ts';

export type Resolved = Record<
  'users' | 'members' | 'roles' | 'channels' | 'messages',
  Record<string, unknown>
>;

/** Collects what the ids in an interaction stand for. */
export function createResolver(world: World, guild: Guild, by: Member) {
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
      const member = guild.members.get(id);
      if (member) put('members', id, { ...memberJson(member), permissions: permissionsOf(member) });
    },
    role(id: string) {
      const role = guild.roles.get(id);
      if (!role) throw new Cannot(`${guild.name} has no role ${id} to choose`);
      put('roles', id, role);
    },
    channel(id: string) {
      const channel = guild.channels.get(id);
      if (!channel) throw new Cannot(`${guild.name} has no channel ${id} to choose`);
      const bits = channelPermissions(guild, channel, by, world.now());
      const { name, type, parentId } = channel;
      put('channels', id, { id, name, type, parent_id: parentId, permissions: bits.toString() });
    },
    mentionable(id: string) {
      guild.roles.has(id) ? resolver.role(id) : resolver.user(id);
    },
    message(message: Message) {
      put('messages', message.id, messageJson(message, world.bot.id));
    },
    /** Undefined when nothing was. */
    result: () => (Object.keys(resolved).length > 0 ? resolved : undefined),
  };
  const permissionsOf = (member: Member) => {
    const [channel] = guild.channels.values();
    return channel ? channelPermissions(guild, channel, member, world.now()).toString() : '0';
  };
  return resolver;
}

export type Resolver = ReturnType<typeof createResolver>;
