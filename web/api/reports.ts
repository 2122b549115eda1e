import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import {
  answerReport,
  findReport,
  type ListedReport,
  reportStates,
  selectReports,
  toReport,
} from '../../shared/moderation/reports.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { CaseNumber } from './case-shapes.ts';
import { InGuild, RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const Report = z
  .object({
    id: RowId,
    guild: Snowflake,
    channel: Snowflake,
    message: Snowflake,
    author: Snowflake,
    reporter: Snowflake,
    reporterName: z.string().describe('As they were called then'),
    excerpt: z.string().describe('How the message began'),
    reason: z.string(),
    state: z.enum(reportStates),
    case: z.int().nullable().describe('The number of the case that it led to'),
    answeredAt: Time.nullable(),
    answeredBy: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Report', description: 'A message that a member told moderators of' });

const orders = { '-id': { column: 'r.id', desc: true }, id: { column: 'r.id' } } as const;
const path = '/guilds/:guildId/reports';
const scope = { read: 'reports:read', write: 'reports:write' } as const;
const InReport = InGuild.extend({ reportId: RowId });

export const reportRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the reports of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, { state: z.enum(reportStates).optional(), author: Snowflake.optional() }),
    reply: pageOf(Report),
    handle: ({ params, query }, { db }) =>
      readPage(selectReports(db, params.guildId, query), orders, query, toReport),
  }),
  route({
    method: 'get',
    path: `${path}/:reportId`,
    summary: 'Read a report',
    scope: scope.read,
    params: InReport,
    reply: Report,
    handle: async ({ params }, deps) => {
      const report = await findReport(deps, params.guildId, params.reportId);
      return report ? answer(report) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:reportId/answer`,
    summary: 'Answer a report',
    description:
      'Once: the same answer again is answered the same; `refusal` says so of one that was answered otherwise.',
    scope: scope.write,
    versioned: true,
    params: InReport,
    body: z.object({
      state: z.enum(['handled', 'dismissed']),
      case: CaseNumber.optional().describe('The number of the case that it led to'),
    }),
    reply: Report,
    problems: ['against-rules'],
    handle: async ({ params: { guildId, reportId }, body, match, by }, deps) => {
      const version = versionIn(match);
      const answered = await answerReport(deps, guildId, reportId, { ...body, by: by.actor, version });
      if (answered.is === 'unknown') return refuse('not-found');
      if (answered.is === 'unknown-case')
        return refuseInput({ in: 'body', path: 'case', message: 'No case of this guild' });
      if (answered.is === 'answered') return answer(answered.report);
      const { state, version: now } = answered.report;
      return now === version ? refuseByRules({ is: 'already', state }) : refuseStale(now);
    },
  }),
];

function answer(report: ListedReport): Reply<z.input<typeof Report>> {
  return reply(report, { etag: String(report.version) });
}
