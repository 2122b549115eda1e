import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import {
  type CaseFilters,
  caseStates,
  findBounds,
  selectCases,
  toCase,
} from '../../shared/moderation/case-list.ts';
import { findCase } from '../../shared/moderation/case-view.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import { listQuery, pageOf, readPage, type seek } from '../http/list.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, reply, route } from '../http/route.ts';
import { guildsOf, selectAcross } from './across.ts';
import { Case, CaseNumber, CaseWithTimeline, InCase, tagOf, tellCase, tellTimeline } from './case-shapes.ts';
import { InGuild, Since } from './shapes.ts';

const orders = { '-id': { column: 'c.id', desc: true }, id: { column: 'c.id' } } as const;
const filters = {
  user: Snowflake.optional(),
  actor: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('Who opened it: an id, or a name, whatever its case'),
  kind: z.enum(caseKinds).optional(),
  state: z
    .enum(caseStates)
    .optional()
    .describe('`failed`: Discord refused what it was asked for because of it'),
  number: z.coerce.number().pipe(CaseNumber).optional(),
  from: Since.optional().describe('Opened at that time or later'),
  to: Since.optional().describe('Opened before'),
};
const path = '/guilds/:guildId/cases';
const scope = 'cases:read';

export const caseRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the cases of a guild',
    description:
      'Whoever opened them: commands, the panel, a program, auto-moderation, or a moderator in Discord.',
    scope,
    params: InGuild,
    query: listQuery(orders, filters),
    reply: pageOf(Case),
    handle: ({ params, query }, deps) => listPage(deps, [params.guildId], query),
  }),
  route({
    method: 'get',
    path: `${path}/:caseNumber`,
    summary: 'Read a case',
    description: 'With its evidence and all that happened to it.',
    scope,
    params: InCase,
    reply: CaseWithTimeline,
    handle: async ({ params }, deps) => {
      const found = await findCase(deps, params.guildId, params.caseNumber);
      return found ? reply(tellTimeline(found), { etag: tagOf(found) }) : refuse('not-found');
    },
  }),
  route({
    method: 'get',
    path: '/cases',
    summary: 'List cases',
    description: 'A key for certain guilds sees those of them.',
    scope,
    query: listQuery(orders, { guild: Snowflake.optional(), ...filters }),
    reply: pageOf(Case),
    problems: ['not-found'],
    handle: ({ query: { guild, ...query }, caller }, deps) => {
      const guilds = guildsOf(caller, guild);
      return guilds instanceof Refusal ? guilds : listPage(deps, guilds, query);
    },
  }),
];

async function listPage(
  { db }: ApiDeps,
  guilds: readonly Snowflake[] | null,
  asked: CaseFilters & Parameters<typeof seek>[2],
) {
  const bounds = await findBounds(db, asked);
  const of = (guild: Snowflake | null) => selectCases(db, guild, asked, bounds);
  const rows = selectAcross(db, guilds, { of, table: 'c', orders, asked });
  return readPage(rows, orders, asked, (row) => tellCase(toCase(row)));
}
