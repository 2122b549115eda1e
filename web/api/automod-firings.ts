import { z } from 'zod';
import {
  type FiringFilters,
  findFiring,
  firstFiring,
  listEvidence,
  selectFirings,
  toFiring,
} from '../../shared/automod/firing-list.ts';
import { kindNames } from '../../shared/automod/kinds/registry.ts';
import { outcomes } from '../../shared/automod/model.ts';
import { modes } from '../../shared/automod/rule.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listQuery, pageOf, readPage, type seek } from '../http/list.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, route } from '../http/route.ts';
import { guildsOf, selectAcross } from './across.ts';
import { Firing, FiringWithEvidence, tellEvidence, tellFiring } from './firing-shapes.ts';
import { InFiring, InGuild, RowId, Since } from './shapes.ts';

const orders = { '-id': { column: 'f.id', desc: true }, id: { column: 'f.id' } } as const;
const filters = {
  rule: RowId.optional(),
  user: Snowflake.optional(),
  mode: z.enum(modes).optional(),
  outcome: z.enum(outcomes).optional(),
  kind: z
    .enum([...kindNames, 'discord'])
    .optional()
    .describe('`discord`: of Discord’s own AutoMod'),
  from: Since.optional().describe('Began at that time or later'),
  to: Since.optional().describe('Began before'),
};
const query = listQuery(orders, filters);
const queryOfAll = listQuery(orders, { guild: Snowflake.optional(), ...filters });
const mostEvidence = 1_000; // of an answer
const path = '/guilds/:guildId/automod/firings';

export const automodFiringRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the firings of a guild',
    description: 'That a rule fired for a member: once in a burst, however many messages it has.',
    scope: 'automod:read',
    params: InGuild,
    query,
    reply: pageOf(Firing),
    handle: ({ params, query }, deps) => listPage(deps, [params.guildId], query),
  }),
  route({
    method: 'get',
    path: `${path}/:firingId`,
    summary: 'Read a firing',
    description: 'With the messages that belong to it: the first thousand.',
    scope: 'automod:read',
    params: InFiring,
    reply: FiringWithEvidence,
    handle: async ({ params: { guildId, firingId } }, deps) => {
      const firing = await findFiring(deps, guildId, firingId);
      if (!firing) return refuse('not-found');
      const evidence = await listEvidence(deps, firingId, mostEvidence);
      return { ...tellFiring(firing), evidence: evidence.map((one) => tellEvidence(guildId, one)) };
    },
  }),
  route({
    method: 'get',
    path: '/automod/firings',
    summary: 'List firings',
    description: 'A key for certain guilds sees those of them.',
    scope: 'automod:read',
    query: queryOfAll,
    reply: pageOf(Firing),
    problems: ['not-found'],
    handle: ({ query, caller }, deps) => {
      const guilds = guildsOf(caller, query.guild);
      return guilds instanceof Refusal ? guilds : listPage(deps, guilds, query);
    },
  }),
];

async function listPage(
  { db }: ApiDeps,
  guilds: readonly Snowflake[] | null,
  asked: FiringFilters & Parameters<typeof seek>[2],
) {
  const first = asked.from && (await firstFiring(db, asked.from));
  const of = (guild: Snowflake | null) => selectFirings(db, guild, asked, first);
  const rows = selectAcross(db, guilds, { of, table: 'f', orders, asked });
  return readPage(rows, orders, asked, (row) => tellFiring(toFiring(row)));
}
