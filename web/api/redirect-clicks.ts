import { z } from 'zod';
import { visitorKinds } from '../../shared/redirects/clicks.ts';
import { RedirectClick } from '../../shared/redirects/model.ts';
import { findRedirect } from '../../shared/redirects/redirects.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { RowId, Since, Time } from './shapes.ts';

const Click = z
  .object({
    id: z.uuid(),
    at: Time,
    ip: z.string().describe('Cut short after 30 days'),
    agent: z.string().nullable(),
    referrer: z.string().nullable().describe('Null also for pages of this host'),
    referrerHost: z.string().nullable(),
    bot: z.boolean().describe('By what it calls itself'),
  })
  .meta({ id: 'RedirectClick', description: 'Somebody followed a short link' });

const time = { column: 'at', isTime: true, tie: 'id', tieIs: 'uuid' } as const;
const orders = { '-at': { ...time, desc: true }, at: time } as const;

export const redirectClickRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/redirects/:redirectId/clicks',
    summary: 'List the clicks of a short link',
    description: 'For keys of every guild. A click is here some seconds after it was made.',
    scope: 'redirects:read',
    params: z.object({ redirectId: RowId }),
    query: listQuery(orders, {
      by: z.enum(visitorKinds).optional(),
      from: Since.optional(),
      to: Since.optional().describe('Before this time'),
    }),
    reply: pageOf(Click),
    problems: ['forbidden'],
    handle: async ({ params, query: { by, from, to, ...query }, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const redirect = await findRedirect(deps, params.redirectId);
      if (!redirect) return refuse('not-found');
      const clicks = deps.db(RedirectClick.tableName).where('redirect_id', redirect.id).select('*');
      if (by) clicks.where('bot', by === 'bots');
      if (from) clicks.where('at', '>=', from);
      if (to) clicks.where('at', '<', to);
      return readPage(clicks, orders, query, (row) => RedirectClick.fromDatabaseJson(row));
    },
  }),
];
