import { z } from 'zod';
import { BotStatus } from '../../shared/analytics/model.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Time } from './shapes.ts';

const State = z.enum(['attaching', 'attached', 'detaching', 'detached', 'stopped']);

const Status = z
  .object({
    shard: z.int(),
    shards: z.int().nullable().describe('Of how many it is one'),
    process: z.string(),
    state: z.string().describe('Its hold on the gateway, as of then'),
    latencyMs: z.int().nullable(),
    guilds: z.int(),
    intents: z.int().describe('Gateway intents that it identified with'),
    gaps: z.int().describe('Sessions that began although one was to be resumed, ever'),
    gapAt: Time.nullable(),
    attachedAt: Time.nullable().describe('When it last had hold of its socket'),
    resumedAt: Time.nullable(),
    identifiedAt: Time.nullable(),
    startedAt: Time.describe('When its process started'),
    beatAt: Time.describe('A heartbeat comes every ten seconds'),
  })
  .meta({ id: 'BotStatus', description: 'How a shard does, as of its last heartbeat' });

const orders = { shard: { column: 'shard' }, '-shard': { column: 'shard', desc: true } } as const;

export const botStatusRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/bot-statuses',
    summary: 'List shards',
    description: 'For keys of every guild. The last heartbeat of each, whichever process had it.',
    scope: 'bot-statuses:read',
    query: listQuery(orders, { state: State.optional() }),
    reply: pageOf(Status),
    problems: ['forbidden'],
    handle: async ({ query: { state, ...query }, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const latest = db(BotStatus.tableName)
        .distinctOn('shard')
        .orderBy([{ column: 'shard' }, { column: 'beat_at', order: 'desc' }]);
      const rows = db.from(latest.as('s')).select('*');
      if (state !== undefined) rows.where({ state });
      return readPage(rows, orders, query, (row) => BotStatus.fromDatabaseJson(row));
    },
  }),
];
