import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import {
  appealStates,
  findAppeal,
  type ListedAppeal,
  selectAppeals,
  toAppeal,
} from '../../shared/moderation/appeals.ts';
import { decideAppeal } from '../decide-appeal.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { InGuild, RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const Appeal = z
  .object({
    id: RowId,
    guild: Snowflake,
    case: z.int().describe('The number of the case'),
    user: Snowflake,
    text: z.string(),
    state: z.enum(appealStates),
    answer: z.string().describe('What the member reads'),
    answeredAt: Time.nullable(),
    answeredBy: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Appeal', description: 'What a member says against a case: once for each' });

const orders = { '-id': { column: 'a.id', desc: true }, id: { column: 'a.id' } } as const;
const path = '/guilds/:guildId/appeals';
const scope = { read: 'appeals:read', write: 'appeals:write' } as const;
const InAppeal = InGuild.extend({ appealId: RowId });

export const appealRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the appeals of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, { state: z.enum(appealStates).optional(), user: Snowflake.optional() }),
    reply: pageOf(Appeal),
    handle: ({ params, query }, { db }) =>
      readPage(selectAppeals(db, params.guildId, query), orders, query, toAppeal),
  }),
  route({
    method: 'get',
    path: `${path}/:appealId`,
    summary: 'Read an appeal',
    scope: scope.read,
    params: InAppeal,
    reply: Appeal,
    handle: async ({ params }, deps) => {
      const appeal = await findAppeal(deps, params.guildId, params.appealId);
      return appeal ? answer(appeal) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:appealId/answer`,
    summary: 'Answer an appeal',
    description:
      'Accepting it undoes its case: Discord is asked at once. Once: the same answer again is answered the same; `refusal` says so of one that was answered otherwise.',
    scope: scope.write,
    versioned: true,
    params: InAppeal,
    body: z.object({
      accept: z.boolean(),
      answer: z.string().trim().max(2_000).default('').describe('What the member reads'),
    }),
    reply: Appeal,
    problems: ['against-rules'],
    handle: async ({ params: { guildId, appealId: id }, body, match, by }, deps) => {
      const version = versionIn(match);
      const answered = await decideAppeal(deps, { guild: guildId, id, ...body, by: by.actor, version });
      if (answered.is === 'unknown') return refuse('not-found');
      if (answered.is === 'answered') return answer(answered.appeal);
      const { state, version: now } = answered.appeal;
      return now === version ? refuseByRules({ is: 'already', state }) : refuseStale(now);
    },
  }),
];

function answer(appeal: ListedAppeal): Reply<z.input<typeof Appeal>> {
  return reply(appeal, { etag: String(appeal.version) });
}
