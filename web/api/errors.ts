import { z } from 'zod';
import { errorStates, findError } from '../../shared/errors/list.ts';
import { ErrorOccurrence, RouteError } from '../../shared/errors/model.ts';
import { reopenError, resolveError } from '../../shared/errors/resolve.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Ask, route } from '../http/route.ts';
import { isKeyOf } from './key-owner.ts';
import { Amount, RowId, Time } from './shapes.ts';

const Kind = z
  .object({
    id: RowId,
    type: z.string(),
    code: z.string().nullable(),
    message: z.string().describe('Of the latest one'),
    stack: z.string().nullable(),
    place: z.string().describe('Route, command, queue or part of the system where it was last seen'),
    occurrences: Amount,
    firstAt: Time,
    lastAt: Time,
    resolvedAt: Time.nullable(),
    resolvedBy: z.string().nullable(),
    reopened: z.int().describe('Times that it came back after it was resolved'),
  })
  .meta({ id: 'RouteError', description: 'Errors of one kind, whichever process they happen in' });

const Occurrence = z
  .object({
    id: z.uuid(),
    at: Time,
    told: z.string().nullable().describe('The id that somebody was told'),
    process: z.string(),
    message: z.string().describe('Empty where only the id was kept, for there were too many at once'),
    stack: z.string().nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    ip: z.string().nullable().describe('Cut short after 30 days'),
  })
  .meta({ id: 'ErrorOccurrence' });

const time = { column: 'last_at', isTime: true, tie: 'id' } as const;
const orders = { '-lastAt': { ...time, desc: true }, lastAt: time } as const;
const moment = { column: 'at', isTime: true, tie: 'id', tieIs: 'uuid' } as const;
const latest = { '-at': { ...moment, desc: true }, at: moment } as const;
const path = '/errors';
const scope = { read: 'errors:read', write: 'errors:write' } as const;
const InError = z.object({ errorId: RowId });

/** Errors belong to no guild: keys for certain guilds see none. */
export const errorRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List kinds of errors',
    description: 'For keys of every guild. `told` finds the kind behind an id that somebody was told.',
    scope: scope.read,
    query: listQuery(orders, {
      state: z.enum(errorStates).optional(),
      told: z
        .string()
        .regex(/^[\w.-]{1,64}$/)
        .optional(),
    }),
    reply: pageOf(Kind),
    problems: ['forbidden'],
    handle: async ({ query: { state, told, ...query }, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const kinds = db(RouteError.tableName).select('*');
      if (state === 'open') kinds.whereNull('resolved_at');
      if (state === 'resolved') kinds.whereNotNull('resolved_at');
      if (told) kinds.whereIn('id', db(ErrorOccurrence.tableName).where({ told }).select('error_id'));
      return readPage(kinds, orders, query, (row) => RouteError.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:errorId`,
    summary: 'Read a kind of errors',
    scope: scope.read,
    params: InError,
    reply: Kind,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      return (await findError(deps, params.errorId)) ?? refuse('not-found');
    },
  }),
  route({
    method: 'get',
    path: `${path}/:errorId/occurrences`,
    summary: 'List occurrences of a kind of errors',
    description: 'They are kept for 30 days; of many at once only some are.',
    scope: scope.read,
    params: InError,
    query: listQuery(latest, {}),
    reply: pageOf(Occurrence),
    problems: ['forbidden'],
    handle: async ({ params, query, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      if (!(await findError(deps, params.errorId))) return refuse('not-found');
      const all = deps.db(ErrorOccurrence.tableName).where('error_id', params.errorId).select('*');
      return readPage(all, latest, query, (row) => ErrorOccurrence.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'post',
    path: `${path}/:errorId/resolve`,
    summary: 'Take a kind of errors for mended',
    description:
      'For keys of every guild, while whoever made them is an admin. It opens again by itself where it happens after this. Repeating it changes nothing.',
    scope: scope.write,
    params: InError,
    reply: Kind,
    problems: ['forbidden'],
    handle: turn(resolveError),
  }),
  route({
    method: 'post',
    path: `${path}/:errorId/reopen`,
    summary: 'Open a kind of errors again',
    description: 'For keys of every guild, while whoever made them is an admin.',
    scope: scope.write,
    params: InError,
    reply: Kind,
    problems: ['forbidden'],
    handle: turn(reopenError),
  }),
];

function turn(how: typeof resolveError) {
  return async (
    {
      params,
      caller,
      by,
    }: Pick<Ask<typeof InError, z.ZodObject, z.ZodType, 'errors:write'>, 'params' | 'caller' | 'by'>,
    deps: ApiDeps,
  ) => {
    if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
    const turned = await how(deps, params.errorId, by);
    return turned.is === 'unknown' ? refuse('not-found') : turned.error;
  };
}
