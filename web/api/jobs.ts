import { z } from 'zod';
import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findJob, outcomes, selectJobs } from '../../shared/jobs/list.ts';
import { KeptJob } from '../../shared/jobs/model.ts';
import { kindOf, type Tellable } from '../../shared/webhooks/events.ts';
import type { Caller } from '../http/caller.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { mayRetry, retryJob } from '../retry-job.ts';
import { refuseByRules } from './against-rules.ts';
import { isKeyOf } from './key-owner.ts';
import { Time } from './shapes.ts';
import { refuseUnread, scopesTold } from './webhook-scopes.ts';

const Job = z
  .object({
    id: z.uuid(),
    queue: z.string(),
    job: z.string().describe('Its id in the queue'),
    partition: z.int(),
    name: z.string(),
    at: Time.describe('When it ended'),
    guild: Snowflake.nullable(),
    outcome: z.enum(outcomes).describe('`dropped`: Discord did not have to be asked'),
    why: z.string().nullable(),
    attempts: z.int(),
    data: z
      .unknown()
      .describe(
        'As it was queued, without tokens; of events, interactions, members and records ids and numbers only; a text, its beginning, where it is too large. In lists not of what a webhook was told, to keys that may not read that',
      )
      .optional(),
    ids: z.array(Snowflake).describe('Ids of Discord in it, or in what it is about'),
    retryable: z.boolean(),
    retriedAt: Time.nullable(),
    retriedBy: z.string().nullable(),
  })
  .meta({ id: 'Job', description: 'A job that is over: it is kept for seven days' });

const moment = { column: 'at', isTime: true, tie: 'id', tieIs: 'uuid' } as const;
const orders = { '-at': { ...moment, desc: true }, at: moment } as const;
const path = '/jobs';
const scope = { read: 'jobs:read', write: 'jobs:write' } as const;
const InJob = z.object({ keptJobId: z.uuid() });

/** Jobs belong to the system: keys for certain guilds see none. */
export const jobRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List kept jobs',
    description:
      'For keys of every guild. What Discord was asked for (finished reactions are not kept), what failed, and events that were set aside.',
    scope: scope.read,
    query: listQuery(orders, {
      touches: Snowflake.optional().describe('Any id of Discord: of a guild, user, channel, message, role'),
      job: z.string().min(1).max(200).optional().describe('Its id in the queue'),
      queue: z.enum(queueNames).optional(),
      outcome: z.enum(outcomes).optional(),
    }),
    reply: pageOf(Job),
    problems: ['forbidden'],
    handle: async ({ query, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      return readPage(selectJobs(db, query), orders, query, (row) =>
        list(KeptJob.fromDatabaseJson(row), caller),
      );
    },
  }),
  route({
    method: 'get',
    path: `${path}/:keptJobId`,
    summary: 'Read a kept job',
    description: `Of the queue \`webhooks\`: ${scopesTold}`,
    scope: scope.read,
    params: InJob,
    reply: Job,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const job = await findJob(deps, params.keptJobId);
      return job ? (refuseUnread(caller, kindsIn(job)) ?? tell(job)) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:keptJobId/retry`,
    summary: 'Have a job done once more',
    description:
      'For keys of every guild, while whoever made them is an admin. Jobs can safely run twice. If it fails again, that is a kept job of its own. `refusal` says where that is no use: `under-way`, `over`, `gone`, or `not-retryable`.',
    scope: scope.write,
    params: InJob,
    status: 204,
    reply: z.undefined(),
    problems: ['forbidden', 'against-rules'],
    handle: async ({ params, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const retried = await retryJob(deps, params.keptJobId, by);
      if (retried.is === 'unknown') return refuse('not-found');
      return retried.is === 'retried' ? undefined : refuseByRules(retried);
    },
  }),
];

/** What of a webhook's deliveries a job holds. */
function kindsIn({ queue, name }: KeptJob): Tellable[] {
  const kind = queue === 'webhooks' ? kindOf(name) : undefined;
  return kind ? [kind] : [];
}

function list(row: KeptJob, caller: Caller): z.input<typeof Job> {
  const { data, ...job } = tell(row);
  return refuseUnread(caller, kindsIn(row)) ? job : { ...job, data };
}

function tell(row: KeptJob): z.input<typeof Job> {
  const { guildId: guild, ...job } = row;
  return { ...job, guild, retryable: mayRetry(row) };
}
