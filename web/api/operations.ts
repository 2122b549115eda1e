import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findOperation } from '../../shared/db/operations.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild, Time } from './shapes.ts';

const Operation = z
  .object({
    id: z.string(),
    kind: z.string().describe('`transfer`, `gift`, `freezes`, …'),
    user: Snowflake.nullable().describe('Whose it is; null: the system’s or the staff’s'),
    outcome: z.unknown().describe('What came of it, refusals too'),
    createdAt: Time,
  })
  .meta({
    id: 'Operation',
    description: 'Something that was asked for once: asked again, it is answered the same',
  });

/** Read by their ids only: the ledger's rows name them. A changed or deleted one would pay twice. */
export const operationRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/operations/:operationId',
    summary: 'Read an operation',
    description: '`int:<interaction>` of a command, `http:<key>:<route>:<Idempotency-Key>:…` of a request.',
    scope: 'operations:read',
    params: InGuild.extend({ operationId: z.string().min(1).max(500) }),
    reply: Operation,
    handle: async ({ params: { guildId, operationId } }, deps) =>
      (await findOperation(deps, guildId, operationId)) ?? refuse('not-found'),
  }),
];
