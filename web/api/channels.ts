import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { GuildChannel } from '../../shared/sync/model.ts';
import { findChannel, listChannels } from '../../shared/sync/store.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Bits, InGuild } from './shapes.ts';

const Overwrite = z.object({
  id: Snowflake.describe('Of the role or member'),
  type: z.enum(['role', 'member']),
  allow: Bits,
  deny: Bits,
});
const Channel = z
  .object({
    id: Snowflake,
    name: z.string(),
    type: z.int().describe('As Discord numbers channel types'),
    position: z.int(),
    parent: Snowflake.nullable().describe('The category'),
    overwrites: z.array(Overwrite),
    active: z.boolean().describe('False for one that was deleted'),
  })
  .meta({ id: 'Channel', description: 'A channel that is no thread' });

export const channelRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/channels',
    summary: 'List the channels of a guild',
    description: 'As Discord orders them, threads apart; deleted ones last.',
    scope: 'channels:read',
    params: InGuild,
    reply: z.object({ items: z.array(Channel) }),
    handle: async ({ params }, deps) => ({
      items: (await listChannels(deps, params.guildId)).map(toChannel),
    }),
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/channels/:channelId',
    summary: 'Read a channel',
    scope: 'channels:read',
    params: InGuild.extend({ channelId: Snowflake }),
    reply: Channel,
    handle: async ({ params }, deps) => {
      const channel = await findChannel(deps, params.guildId, params.channelId);
      return channel ? toChannel(channel) : refuse('not-found');
    },
  }),
];

function toChannel(channel: GuildChannel): z.input<typeof Channel> {
  const { id, name, type, position, parentId: parent, overwrites, active } = channel;
  return { id, name, type, position, parent, overwrites, active };
}
