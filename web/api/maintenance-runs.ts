import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { askForRun, type Misfit } from '../../shared/maintenance/ask.ts';
import { cancelRun } from '../../shared/maintenance/cancel.ts';
import { guildOf } from '../../shared/maintenance/finish.ts';
import { kindNames } from '../../shared/maintenance/kinds.ts';
import { findRun } from '../../shared/maintenance/list.ts';
import { MaintenanceRun as Row, runStates } from '../../shared/maintenance/model.ts';
import { readResult, results } from '../../shared/maintenance/results.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { hurryRun } from '../hurry-run.ts';
import { isKeyOf } from './key-owner.ts';
import { Amount, RowId, Time } from './shapes.ts';

/** Analyze tells the same as vacuum. */
const Result = z.union([
  results['ledger-check'],
  results.recount,
  results['orphan-check'],
  results.vacuum,
  results.retention,
  results['cache-flush'],
]);

const MaintenanceRun = z
  .object({
    id: RowId,
    kind: z.enum(kindNames),
    guild: Snowflake.nullable().describe('Null: of everything'),
    table: z.string().nullable().describe('The only one that it is about'),
    state: z.enum(runStates),
    done: Amount.describe('Members, rows or tables so far'),
    total: Amount.nullable().describe('Of how many; an estimate until it is done'),
    result: Result.nullable().describe('What was found or done so far, as its kind tells it'),
    error: z.string().nullable().describe('Why it failed'),
    askedBy: z.string(),
    askedAt: Time,
    startedAt: Time.nullable(),
    finishedAt: Time.nullable(),
  })
  .meta({ id: 'MaintenanceRun', description: 'A piece of maintenance of the database' });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const path = '/maintenance-runs';
const scope = { read: 'maintenance-runs:read', write: 'maintenance-runs:write' } as const;
const InRun = z.object({ maintenanceId: RowId });

/** Maintenance is of the whole system: keys for certain guilds have none, not even of theirs. */
export const maintenanceRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List maintenance runs',
    description: 'For keys of every guild.',
    scope: scope.read,
    query: listQuery(orders, { kind: z.enum(kindNames).optional() }),
    reply: pageOf(MaintenanceRun),
    problems: ['forbidden'],
    handle: async ({ query, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const runs = db(Row.tableName).select('*');
      if (query.kind) runs.where('kind', query.kind);
      return readPage(runs, orders, query, (row) => toRun(Row.fromDatabaseJson(row)));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:maintenanceId`,
    summary: 'Read a maintenance run',
    description: 'For keys of every guild. While it is under way, it tells how far it is.',
    scope: scope.read,
    params: InRun,
    reply: MaintenanceRun,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const run = await findRun(deps, params.maintenanceId);
      return run ? toRun(run) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Begin maintenance',
    description:
      'For keys of every guild, while whoever made them is an admin. Where one of that kind (and guild, or table) waits or is under way, answers with it.',
    scope: scope.write,
    body: z.object({
      kind: z.enum(kindNames),
      guild: Snowflake.optional().describe(
        'For `cache-flush`; for `ledger-check` and `recount`, of that one alone',
      ),
      table: z.string().max(63).optional().describe('For `vacuum` and `analyze`, of that one alone'),
    }),
    status: 202,
    reply: MaintenanceRun,
    problems: ['forbidden'],
    handle: async ({ body, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const asked = await askForRun(deps, body, by);
      if (asked.is === 'misfit')
        return refuseInput({ in: 'body', path: asked.field, message: misfits[asked.why] });
      if (asked.is === 'asked') await hurryRun(deps, asked.run.id);
      return toRun(asked.run);
    },
  }),
  route({
    method: 'post',
    path: `${path}/:maintenanceId/cancel`,
    summary: 'Cancel a maintenance run',
    description:
      'For keys of every guild, while whoever made them is an admin. What it has done stays done; of one that is over nothing changes.',
    scope: scope.write,
    params: InRun,
    reply: MaintenanceRun,
    problems: ['forbidden'],
    handle: async ({ params, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const cancelled = await cancelRun(deps, params.maintenanceId, by);
      return cancelled.is === 'unknown' ? refuse('not-found') : toRun(cancelled.run);
    },
  }),
];

const misfits: Record<Misfit['why'], string> = {
  missing: 'This kind needs it',
  unknown: 'There is none',
  'not-taken': 'Not for this kind',
};

function toRun(run: Row): z.input<typeof MaintenanceRun> {
  const { id, kind, options, state, done, total, error, askedBy, askedAt, startedAt, finishedAt } = run;
  return {
    ...{ id, kind, state, done, total, error, askedBy, askedAt, startedAt, finishedAt },
    guild: guildOf(run).guild ?? null,
    table: options.table ?? null,
    result: readResult(kind, run.result) ?? null,
  };
}
