import { channelJson } from '../../shapes/channel.ts';
import { guildJson } from '../../shapes/guild.ts';
import { ok } from '../reply.ts';
import { type Route, route } from '../route.ts';

export function guildRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild',
      handle({ found: { guild }, query }) {
        const counts = { approximate_member_count: guild.members.size, approximate_presence_count: 1 };
        return ok({ ...guildJson(guild), ...(query.get('with_counts') === 'true' ? counts : {}) });
      },
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/roles',
      handle: ({ found }) => ok([...found.guild.roles.values()]),
    }),
    route({ method: 'GET', path: '/guilds/:guild/roles/:role', handle: ({ found }) => ok(found.role) }),
    route({
      method: 'GET',
      path: '/guilds/:guild/channels',
      handle: ({ found }) => ok([...found.guild.channels.values()].map(channelJson)),
    }),
  ];
}
