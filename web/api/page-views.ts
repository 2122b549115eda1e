import { z } from 'zod';
import { PageView as PageViewRow } from '../../shared/analytics/record-models.ts';
import { selectViews } from '../../shared/analytics/view-list.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Since, Time } from './shapes.ts';

const PageView = z
  .object({
    id: z.uuid(),
    at: Time,
    method: z.string(),
    path: z.string().describe('Without what lets somebody in'),
    route: z.string().nullable().describe('Which served it; null: none'),
    status: z.int(),
    ms: z.int(),
    ip: z.string().describe('After thirty days the network alone: `192.0.2.0/24`'),
    agent: z.string().nullable().describe('As it calls itself: show it as text'),
    referrer: z.string().nullable().describe('Of other hosts'),
    bot: z.boolean(),
  })
  .meta({ id: 'PageView', description: 'A request for a page or a short link' });

const orders = {
  '-at': { column: 'at', desc: true, isTime: true, tie: 'id', tieIs: 'uuid' },
  at: { column: 'at', isTime: true, tie: 'id', tieIs: 'uuid' },
} as const;

export const pageViewRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/page-views',
    summary: 'List page views',
    description: 'For keys of every guild. Of the panel and of public pages; they stay for 90 days.',
    scope: 'page-views:read',
    query: listQuery(orders, {
      ip: z.union([z.ipv4(), z.ipv6()]).optional(),
      from: Since.optional(),
      to: Since.optional().describe('Not part of it'),
    }),
    reply: pageOf(PageView),
    problems: ['forbidden'],
    handle: async ({ query, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      return readPage(selectViews(db, query), orders, query, (row) => PageViewRow.fromDatabaseJson(row));
    },
  }),
];
