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
import type { Knex } from '../../shared/db/knex.ts';
import { mayReach } from '../http/caller.ts';
import { listQuery, pageOf, readPage, seek } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
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
    handle: async ({ params, query }, { db }) => {
      const first = query.from && (await firstFiring(db, query.from));
      return readPage(select(db, [params.guildId], { ...query, first }), orders, query, toItem);
    },
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
    handle: async ({ query, caller }, { db }) => {
      if (query.guild && !mayReach(caller, query.guild)) return refuse('not-found');
      const guilds = query.guild ? [query.guild] : caller.guilds;
      const first = query.from && (await firstFiring(db, query.from));
      return readPage(select(db, guilds, { ...query, first }), orders, query, toItem);
    },
  }),
];

type Asked = FiringFilters & Parameters<typeof seek>[2] & { first?: string | undefined };

/** One short list per guild by its index: one condition over all of them would walk the firings of everybody. */
function select(db: Knex, guilds: readonly Snowflake[] | null, asked: Asked): Knex.QueryBuilder {
  const of = (guild: Snowflake | null) => selectFirings(db, guild, asked, asked.first);
  if (guilds === null) return of(null);
  const [only, ...others] = guilds;
  if (only === undefined) return of(null).whereRaw('false');
  if (others.length === 0) return of(only);
  const pages = guilds.map((guild) => seek(of(guild), orders, asked));
  return db.from(db.unionAll(pages, true).as('f')).select('*');
}

function toItem(row: Record<string, unknown>): z.input<typeof Firing> {
  return tellFiring(toFiring(row));
}
