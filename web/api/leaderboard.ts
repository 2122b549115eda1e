import { z } from 'zod';
import { readLeaderboard } from '../../shared/bytes/leaderboard.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild } from './shapes.ts';

const Ranked = z
  .object({
    rank: z.int().describe('1 has most; equal balances have ranks of their own'),
    user: Snowflake,
    username: z.string(),
    globalName: z.string().nullable(),
    name: z.string().describe('As the member is called in the guild'),
    balance: z.int(),
    received: z.int().describe('In total'),
  })
  .meta({ id: 'Ranked' });

export const leaderboardRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/leaderboard',
    summary: 'Read the largest balances of a guild',
    description: 'Of present members. All members, page by page: `GET /guilds/{guildId}/members`.',
    scope: 'bytes:read',
    params: InGuild,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(25) }),
    reply: z.object({ items: z.array(Ranked) }),
    handle: async ({ params, query }, deps) => ({
      items: await readLeaderboard(deps, params.guildId, query),
    }),
  }),
];
