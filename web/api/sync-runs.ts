import { z } from 'zod';
import { SyncRun as Row, states, syncReasons } from '../../shared/sync/model.ts';
import { latestRun, wantRuns } from '../../shared/sync/runs.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, reply, route } from '../http/route.ts';
import { InGuild, RowId, Time } from './shapes.ts';

const SyncRun = z
  .object({
    id: RowId,
    reason: z.enum(syncReasons),
    requestedBy: z.string().nullable().describe('Null for the system'),
    state: z.enum(states),
    createdAt: Time,
    askedAt: Time.nullable().describe('When Discord was last asked'),
    attempt: z.int().describe('How often Discord was asked'),
    chunks: z.int().nullable().describe('How many parts Discord announced'),
    finishedAt: Time.nullable(),
    members: z.int().nullable().describe('Of a finished one: members seen'),
    written: z.int().describe('Rows that changed'),
    gone: z.int().nullable().describe('Of a finished one: members who had left'),
    why: z.string().nullable().describe('Of a failed one: what to do about it'),
  })
  .meta({ id: 'SyncRun', description: 'One load of all members of a guild' });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;

export const syncRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/sync-runs',
    summary: 'List the loads of a guild’s members',
    scope: 'sync:read',
    params: InGuild,
    query: listQuery(orders, { state: z.enum(states).optional() }),
    reply: pageOf(SyncRun),
    handle: ({ params, query }, { db }) => {
      const runs = db('sync_runs').where('guild_id', params.guildId).select('*');
      if (query.state) runs.where('state', query.state);
      return readPage(runs, orders, query, (row) => toRun(Row.fromDatabaseJson(row)));
    },
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/sync-runs/:runId',
    summary: 'Read a load',
    scope: 'sync:read',
    params: InGuild.extend({ runId: RowId }),
    reply: SyncRun,
    handle: async ({ params }, { db }) => {
      const run = await Row.query(db).findById(params.runId).where('guild_id', params.guildId);
      return run ? toRun(run) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/sync-runs',
    summary: 'Load all members of a guild',
    description: 'Answers with the load that waits or is under way, where there is one.',
    scope: 'sync:write',
    params: InGuild,
    status: 202,
    reply: SyncRun,
    handle: async ({ params, by }, deps) => {
      const wish = { guild: params.guildId, reason: 'api', requestedBy: by.actor.name } as const;
      const [fresh] = await wantRuns(deps, [wish]);
      const run = fresh ?? (await latestRun(deps, params.guildId));
      return run ? reply(toRun(run), {}) : refuse('unavailable');
    },
  }),
];

function toRun(run: Row): z.input<typeof SyncRun> {
  const { id, reason, requestedBy, state, createdAt, askedAt, attempt, chunks } = run;
  const { finishedAt, members, written, gone, why } = run;
  return {
    id,
    reason,
    requestedBy,
    state,
    createdAt,
    askedAt,
    attempt,
    chunks,
    finishedAt,
    members,
    written,
    gone,
    why,
  };
}
