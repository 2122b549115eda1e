import { z } from 'zod';
import {
  findRequest,
  forgetRequest,
  KeptRequest,
  selectRequests,
} from '../../shared/accounts/kept-requests.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { RowId, Time } from './shapes.ts';

const Kept = z
  .object({
    id: RowId,
    route: z.string().describe('Method and path, as the document has it'),
    idempotencyKey: z.string(),
    status: z.int().nullable().describe('Of what was answered; null while the first request is under way'),
    createdAt: Time,
  })
  .meta({
    id: 'IdempotencyKey',
    description: 'A request that a key named: the same again is answered the same',
  });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const path = '/idempotency-keys';
const InRequest = z.object({ idempotencyId: RowId });

/** Each key sees its own. They are made by the header, and what was answered changes no more. */
export const idempotencyKeyRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the Idempotency-Keys of this key',
    description: 'Of the last 24 hours.',
    scope: 'idempotency-keys:read',
    query: listQuery(orders, {}),
    reply: pageOf(Kept),
    handle: ({ query, caller }, deps) =>
      readPage(selectRequests(deps, caller.key.id), orders, query, (row) => KeptRequest.parse(row)),
  }),
  route({
    method: 'get',
    path: `${path}/:idempotencyId`,
    summary: 'Read an Idempotency-Key of this key',
    scope: 'idempotency-keys:read',
    params: InRequest,
    reply: Kept,
    handle: async ({ params, caller }, deps) =>
      (await findRequest(deps, caller.key.id, params.idempotencyId)) ?? refuse('not-found'),
  }),
  route({
    method: 'delete',
    path: `${path}/:idempotencyId`,
    summary: 'Forget what was answered',
    description:
      'The next request under that Idempotency-Key is done anew. Not while the first is under way.',
    scope: 'idempotency-keys:write',
    params: InRequest,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, caller }, deps) => {
      const { is } = await forgetRequest(deps, caller.key.id, params.idempotencyId);
      if (is === 'busy') return refuse('idempotency-busy', { headers: { 'Retry-After': '1' } });
      return is === 'forgotten' ? undefined : refuse('not-found');
    },
  }),
];
