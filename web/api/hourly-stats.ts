import { z } from 'zod';
import type { personal } from '../../shared/analytics/forget-labels.ts';
import { periods } from '../../shared/analytics/periods.ts';
import { HourlyStat as StatRow } from '../../shared/analytics/record-models.ts';
import { type StatName, statNames } from '../../shared/analytics/stat-names.ts';
import { readTop, topOrders } from '../../shared/analytics/tops.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type Caller, hasScope, mayReach, type Scope } from '../http/caller.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Amount, Since, Time } from './shapes.ts';

const Numbers = {
  count: Amount,
  sum: Amount.describe('Of what is measured beside counting: mostly milliseconds'),
  most: Amount.describe('The greatest of them'),
};
const HourlyStat = z.object({ hour: Time, ...Numbers }).meta({
  id: 'HourlyStat',
  description: 'What was counted in an hour; hours without anything are left out',
});
const TopLabel = z
  .object({ label: z.string().describe('As it came from outside: show it as text'), ...Numbers })
  .meta({ id: 'TopLabel', description: 'What was counted under one label' });

const orders = {
  '-hour': { column: 'hour', desc: true, isTime: true, tie: 'guild_id' }, // one guild: the hour alone tells them apart
  hour: { column: 'hour', isTime: true, tie: 'guild_id' },
} as const;
const Stat = z.enum(statNames);
const scope = 'hourly-stats:read';

/** Labels of these tell as much of people as the rows that are counted: whoever reads them may read those. */
const scopesOfRows: Record<(typeof personal)[number], Scope> = {
  ips: 'page-views:read',
  'ips-throttled': 'page-views:read',
  'ips-blocked': 'page-views:read',
  referrers: 'page-views:read',
  agents: 'page-views:read',
  'agents-bots': 'page-views:read',
  'commands-by-user': 'command-usages:read',
  'commands-by-guild': 'command-usages:read',
};
const labelScopes: Partial<Record<StatName, Scope>> = scopesOfRows;

export const hourlyStatRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/hourly-stats',
    summary: 'List what was counted by the hour',
    description:
      'One stat, of everything or of one guild (messages, events, awards and firings), in all or of one label. A key for certain guilds has to name one of them. Labels that stand for people (addresses, agents, referrers, members) need the scope of the rows behind them as well.',
    scope,
    query: listQuery(orders, {
      stat: Stat,
      guild: Snowflake.optional(),
      label: z.string().max(255).default('').describe('Nothing stands for all of them'),
      from: Since.optional(),
      to: Since.optional().describe('Not part of it'),
    }),
    reply: pageOf(HourlyStat),
    problems: ['forbidden', 'not-found'],
    handle: async ({ query, caller }, { db }) => {
      const { stat, guild, label, from, to } = query;
      if (guild ? !mayReach(caller, guild) : caller.guilds !== null)
        return refuse(guild ? 'not-found' : 'forbidden');
      const missing = label === '' ? undefined : missingScope(caller, stat);
      if (missing) return refuse('missing-scope', { details: { scope: missing } });
      const rows = db(StatRow.tableName).where({ stat, guild_id: guild ?? '0', label });
      if (from) rows.where('hour', '>=', from);
      if (to) rows.where('hour', '<', to);
      return readPage(rows.select('hour', 'count', 'sum', 'most'), orders, query, (row) =>
        StatRow.fromDatabaseJson(row),
      );
    },
  }),
  route({
    method: 'get',
    path: '/hourly-stats/tops',
    summary: 'List the greatest of a stat’s labels',
    description:
      'For keys of every guild. Of labels without end (addresses, agents, members) the most frequent of each hour are summed up. Labels that stand for people need the scope of the rows behind them as well: page-views:read or command-usages:read.',
    scope,
    query: z.object({
      stat: Stat,
      period: z.enum(periods).default('24h'),
      by: z.enum(topOrders).default('count'),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    reply: z.object({ items: z.array(TopLabel) }),
    problems: ['forbidden'],
    handle: async ({ query, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const missing = missingScope(caller, query.stat);
      if (missing) return refuse('missing-scope', { details: { scope: missing } });
      return { items: await readTop(deps, { ...query, now: deps.clock() }) };
    },
  }),
];

function missingScope({ scopes }: Caller, stat: StatName): Scope | undefined {
  const needed = labelScopes[stat];
  return needed && !hasScope(scopes, needed) ? needed : undefined;
}
