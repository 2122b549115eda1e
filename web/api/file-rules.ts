import { z } from 'zod';
import * as staff from '../../shared/files/by-staff.ts';
import { FileRule as Stored } from '../../shared/files/model.ts';
import { decisions } from '../../shared/files/settings.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { InGuild, RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const FileRule = z
  .object({
    id: RowId,
    extension: z.string().describe('In small letters, without a dot; unique in the guild'),
    decision: z.enum(decisions),
    message: z.string().nullable().describe('What is said; null for the text of the guild’s settings'),
    createdAt: Time,
  })
  .meta({ id: 'FileRule', description: 'What becomes of files with an extension' });

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const path = '/guilds/:guildId/files/rules';
const scope = { read: 'files:read', write: 'files:write' } as const;
const InRule = InGuild.extend({ fileRuleId: RowId });

export const fileRuleRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the file rules of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, { decision: z.enum(decisions).optional() }),
    reply: pageOf(FileRule),
    handle: ({ params, query: { decision, ...query } }, { db }) => {
      const rules = db('file_rules').where('guild_id', params.guildId).select('*');
      if (decision) rules.where({ decision });
      return readPage(rules, orders, query, (row) => Stored.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:fileRuleId`,
    summary: 'Read a file rule',
    scope: scope.read,
    params: InRule,
    reply: FileRule,
    handle: async ({ params }, deps) => {
      const rule = await staff.findFileRule(deps, params.guildId, params.fileRuleId);
      return rule ? answer(rule) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create a file rule',
    description: 'Obeyed within a second, where the guild enforces file rules.',
    scope: scope.write,
    params: InGuild,
    body: z.object({ ...staff.FileRuleShape, message: staff.FileRuleShape.message.default(null) }),
    status: 201,
    reply: FileRule,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, by }, deps) => {
      const made = await staff.createFileRule(deps, params.guildId, body, by);
      if (made.is === 'full') return refuseByRules({ is: 'full', most: staff.mostFileRules });
      return made.is === 'created' ? answer(made.rule) : refuseTaken();
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:fileRuleId`,
    summary: 'Change a file rule',
    description: 'A field that is left out stays as it is.',
    scope: scope.write,
    versioned: true,
    params: InRule,
    body: z.object(staff.FileRuleShape).partial(),
    reply: FileRule,
    problems: ['taken'],
    handle: async ({ params, body, match, by }, deps) => {
      const order = { id: params.fileRuleId, version: versionIn(match), changes: body };
      const changed = await staff.changeFileRule(deps, params.guildId, order, by);
      return changed.is === 'changed' ? answer(changed.rule) : refuseChange(changed);
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:fileRuleId`,
    summary: 'Delete a file rule',
    scope: scope.write,
    versioned: true,
    params: InRule,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, match, by }, deps) => {
      const order = { id: params.fileRuleId, version: versionIn(match) };
      const removed = await staff.deleteFileRule(deps, params.guildId, order, by);
      return removed.is === 'deleted' ? undefined : refuseChange(removed);
    },
  }),
];

function answer(rule: Stored): Reply<z.input<typeof FileRule>> {
  return reply(rule, { etag: String(rule.version) });
}

function refuseTaken(): Refusal {
  return refuse('taken', { fields: [{ in: 'body', path: 'extension', message: 'Another rule has it' }] });
}

function refuseChange(change: Exclude<staff.FileRuleChange, { is: 'changed' }>): Refusal {
  if (change.is === 'unknown') return refuse('not-found');
  return change.is === 'stale' ? refuseStale(change.rule.version) : refuseTaken();
}
