import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findGuild } from '../../shared/sync/store.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild } from './shapes.ts';

const Guild = z
  .object({
    id: Snowflake,
    name: z.string(),
    memberCount: z.int().nullable().describe('As Discord last told it'),
    active: z.boolean().describe('False where the bot has left'),
  })
  .meta({ id: 'Guild' });

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const filters = { active: z.enum(['true', 'false']).optional() };

export const guildRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds',
    summary: 'List guilds',
    description: 'Those that the key reaches.',
    scope: 'guilds:read',
    query: listQuery(orders, filters),
    reply: pageOf(Guild),
    handle: ({ query, caller }, { db }) => {
      const guilds = db('guilds').select('id', 'name', 'member_count', 'active');
      if (caller.guilds) guilds.whereIn('id', caller.guilds);
      if (query.active) guilds.where('active', query.active === 'true');
      return readPage(guilds, orders, query, ({ member_count: memberCount, ...row }) =>
        Guild.parse({ ...row, memberCount }),
      );
    },
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId',
    summary: 'Read a guild',
    scope: 'guilds:read',
    params: InGuild,
    reply: Guild,
    handle: async ({ params }, deps) => (await findGuild(deps, params.guildId)) ?? refuse('not-found'),
  }),
];
