import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addToThread, removeFromThread } from '../../changes/threads.ts';
import type { Live } from '../../live.ts';
import { threadMemberJson } from '../../shapes/channel.ts';
import { guildOf } from '../../world/lookups.ts';
import type { Channel } from '../../world/types.ts';
import { noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

export function threadMemberRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/channels/:channel/thread-members',
      handle({ found: { channel } }) {
        const ids = channel.thread?.members.keys();
        return ids ? ok([...ids].map((id) => threadMemberJson(channel, id))) : refuse('wrongChannelType');
      },
    }),
    route({
      method: 'PUT',
      path: '/channels/:channel/thread-members/@me',
      handle: ({ found: { channel } }, live) => add(live, channel, live.world.bot.id),
    }),
    route({
      method: 'PUT',
      path: '/channels/:channel/thread-members/:user',
      needs: P.SendMessages,
      handle: ({ found: { channel, user } }, live) => add(live, channel, user.id),
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/thread-members/@me',
      handle: ({ found: { channel } }, live) => remove(live, channel, live.world.bot.id),
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/thread-members/:user',
      needs: P.ManageThreads,
      handle: ({ found: { channel, user } }, live) => remove(live, channel, user.id),
    }),
  ];
}

function add(live: Live, channel: Channel, userId: string): Reply {
  const guild = guildOf(live.world, channel);
  if (!guild || !channel.thread) return refuse('wrongChannelType');
  if (channel.thread.archived) return refuse('archivedThread');
  if (!guild.members.has(userId)) return refuse('unknownMember');
  addToThread(live, guild, channel, userId);
  return noContent;
}

function remove(live: Live, channel: Channel, userId: string): Reply {
  const guild = guildOf(live.world, channel);
  if (!guild || !channel.thread) return refuse('wrongChannelType');
  if (channel.thread.archived) return refuse('archivedThread');
  return removeFromThread(live, guild, channel, userId) ? noContent : refuse('unknownMember');
}
