import { z } from 'zod';
import { ReasonTemplate } from '../../shared/moderation/model.ts';
import * as templates from '../../shared/moderation/templates.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { InGuild, RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const Template = z
  .object({
    id: RowId,
    name: z.string().describe('Unique in the guild, whatever its case'),
    text: z.string(),
    createdAt: Time,
  })
  .meta({ id: 'ReasonTemplate', description: 'A reason that moderators pick from' });

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const path = '/guilds/:guildId/templates';
const scope = { read: 'templates:read', write: 'templates:write' } as const;
const InTemplate = InGuild.extend({ templateId: RowId });

export const reasonTemplateRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the reason templates of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, {}),
    reply: pageOf(Template),
    handle: ({ params, query }, { db }) => {
      const kept = db(ReasonTemplate.tableName).where('guild_id', params.guildId).select('*');
      return readPage(kept, orders, query, (row) => ReasonTemplate.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:templateId`,
    summary: 'Read a reason template',
    scope: scope.read,
    params: InTemplate,
    reply: Template,
    handle: async ({ params }, deps) => {
      const template = await templates.findTemplate(deps, params.guildId, params.templateId);
      return template ? answer(template) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create a reason template',
    scope: scope.write,
    params: InGuild,
    body: z.object(templates.TemplateShape),
    status: 201,
    reply: Template,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, by }, deps) => {
      const made = await templates.createTemplate(deps, params.guildId, body, by);
      if (made.is === 'too-many') return refuseByRules({ is: 'full', most: made.most });
      return made.is === 'created' ? answer(made.template) : refuseTaken();
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:templateId`,
    summary: 'Change a reason template',
    description: 'A field that is left out stays as it is. Cases keep the reasons that they got from it.',
    scope: scope.write,
    versioned: true,
    params: InTemplate,
    body: z.object(templates.TemplateShape).partial(),
    reply: Template,
    problems: ['taken'],
    handle: async ({ params, body, match, by }, deps) => {
      const order = { id: params.templateId, version: versionIn(match), changes: body };
      const changed = await templates.updateTemplate(deps, params.guildId, order, by);
      return changed.is === 'changed' ? answer(changed.template) : refuseChange(changed);
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:templateId`,
    summary: 'Delete a reason template',
    scope: scope.write,
    versioned: true,
    params: InTemplate,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, match, by }, deps) => {
      const order = { id: params.templateId, version: versionIn(match) };
      const removed = await templates.removeTemplate(deps, params.guildId, order, by);
      return removed.is === 'removed' ? undefined : refuseChange(removed);
    },
  }),
];

function answer(template: ReasonTemplate): Reply<z.input<typeof Template>> {
  return reply(template, { etag: String(template.version) });
}

function refuseTaken(): Refusal {
  return refuse('taken', { fields: [{ in: 'body', path: 'name', message: 'Another template has it' }] });
}

function refuseChange(change: Exclude<templates.ChangedTemplate, { is: 'changed' }>): Refusal {
  if (change.is === 'unknown') return refuse('not-found');
  return change.is === 'stale' ? refuseStale(change.template.version) : refuseTaken();
}
