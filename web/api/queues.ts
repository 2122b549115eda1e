import { z } from 'zod';
import { queueKinds, queueNames } from '../../shared/cluster/queue-kinds.ts';
import { readQueues } from '../../shared/cluster/queues.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';

const Queue = z
  .object({
    name: z.enum(queueNames),
    what: z.string(),
    waiting: z.int(),
    active: z.int(),
    delayed: z.int().describe('They wait for a rate limit, or for another attempt'),
    failed: z.int().describe('Given up on, and kept for a week'),
    rate: z.number().describe('Jobs done a minute, on average over the last five'),
    oldest: z.int().nullable().describe('Milliseconds for which the oldest waiting job waits'),
    tried: z
      .int()
      .nullable()
      .describe(
        'Milliseconds since the oldest job was added of those that were begun and are tried again; null where none is, and in queues where that is not looked at',
      ),
  })
  .meta({ id: 'Queue', description: 'A queue, over all partitions' });

const patience = 5 * SECOND; // for Redis

export const queueRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/queues',
    summary: 'List queues',
    description: 'For keys of every guild. All of them, as they are now.',
    scope: 'queues:read',
    reply: z.object({ items: z.array(Queue) }),
    problems: ['forbidden'],
    handle: async ({ caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const queues = await within(patience, readQueues(deps, deps.clock()));
      return { items: queues.map((queue) => ({ ...queue, what: queueKinds[queue.name].what })) };
    },
  }),
];
