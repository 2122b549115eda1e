import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type Failure, findFailure, selectFailures, toFailure } from '../../shared/effects/failures.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, route } from '../http/route.ts';
import { isRetryable, retryEffect } from '../retry-effect.ts';
import { guildsOf, selectAcross } from './across.ts';
import { refuseByRules } from './against-rules.ts';
import { InGuild, RowId, Time } from './shapes.ts';

/** Of what was queued, what it is about; texts stay where they are. */
const Effect = z.object({
  kind: z.string(),
  user: Snowflake.optional(),
  channel: Snowflake.optional(),
  message: Snowflake.optional(),
  role: Snowflake.optional(),
});
const FailedEffect = z
  .object({
    id: RowId,
    guild: Snowflake,
    effect: Effect,
    status: z.int().describe('Of Discord’s answer; 0 where there was none'),
    code: z.string().describe('Discord’s, or `expired`, or `bug`'),
    why: z.string(),
    retryable: z.boolean(),
    failedAt: Time,
  })
  .meta({ id: 'FailedEffect', description: 'Something that Discord refused for good' });

const orders = { '-id': { column: 'f.id', desc: true }, id: { column: 'f.id' } } as const;
const path = '/guilds/:guildId/failed-effects';
const scope = { read: 'failed-effects:read', write: 'failed-effects:write' } as const;
const InFailure = InGuild.extend({ failureId: RowId });

export const failedEffectRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List what Discord refused in a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, {}),
    reply: pageOf(FailedEffect),
    handle: ({ params, query }, deps) => listPage(deps, [params.guildId], query),
  }),
  route({
    method: 'get',
    path: `${path}/:failureId`,
    summary: 'Read what Discord refused',
    scope: scope.read,
    params: InFailure,
    reply: FailedEffect,
    handle: async ({ params }, deps) => {
      const failure = await findFailure(deps, params.guildId, params.failureId);
      return failure ? tell(failure) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:failureId/retry`,
    summary: 'Have Discord asked once more',
    description:
      'It leaves the list, and comes back where Discord refuses again. `refusal` says where that is no use: `over`, or `not-retryable`.',
    scope: scope.write,
    params: InFailure,
    status: 204,
    reply: z.undefined(),
    problems: ['against-rules'],
    handle: async ({ params, by }, deps) => {
      const retried = await retryEffect(deps, params.guildId, params.failureId, by);
      if (retried.is === 'unknown') return refuse('not-found');
      return retried.is === 'retried' ? undefined : refuseByRules(retried);
    },
  }),
  route({
    method: 'get',
    path: '/failed-effects',
    summary: 'List what Discord refused',
    description: 'A key for certain guilds sees those of them.',
    scope: scope.read,
    query: listQuery(orders, { guild: Snowflake.optional() }),
    reply: pageOf(FailedEffect),
    problems: ['not-found'],
    handle: ({ query: { guild, ...query }, caller }, deps) => {
      const guilds = guildsOf(caller, guild);
      return guilds instanceof Refusal ? guilds : listPage(deps, guilds, query);
    },
  }),
];

function listPage(
  { db }: ApiDeps,
  guilds: readonly Snowflake[] | null,
  asked: Parameters<typeof selectAcross>[2]['asked'],
) {
  const of = (guild: Snowflake | null) => selectFailures(db, guild);
  const rows = selectAcross(db, guilds, { of, table: 'f', orders, asked });
  return readPage(rows, orders, asked, (row) => tell(toFailure(row)));
}

function tell(failure: Failure): z.input<typeof FailedEffect> {
  const { job: _, ...rest } = failure;
  return { ...rest, effect: Effect.parse(failure.effect), retryable: isRetryable(failure) };
}
