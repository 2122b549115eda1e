import { z } from 'zod';
import { CommandUsage as UsageRow } from '../../shared/analytics/record-models.ts';
import { CommandRecord } from '../../shared/analytics/records.ts';
import { selectUsages } from '../../shared/analytics/usage-list.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { Refusal } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { guildsOf, selectAcross } from './across.ts';
import { Since, Time } from './shapes.ts';

const CommandUsage = z
  .object({
    id: Snowflake.describe('Of the interaction'),
    at: Time,
    command: z.string().describe('Also of a component or a form: what it is called'),
    user: Snowflake,
    guild: Snowflake.nullable(),
    ms: z.int().describe('Until it was answered'),
    outcome: z.enum(CommandRecord.shape.outcome.options),
  })
  .meta({ id: 'CommandUsage', description: 'A command that a member used' });

const orders = {
  '-at': { column: 'u.at', desc: true, isTime: true, tie: 'u.id' },
  at: { column: 'u.at', isTime: true, tie: 'u.id' },
} as const;

export const commandUsageRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/command-usages',
    summary: 'List uses of commands',
    description: 'A key for certain guilds sees those in them. They stay for 90 days.',
    scope: 'command-usages:read',
    query: listQuery(orders, {
      guild: Snowflake.optional(),
      user: Snowflake.optional(),
      from: Since.optional(),
      to: Since.optional().describe('Not part of it'),
    }),
    reply: pageOf(CommandUsage),
    problems: ['not-found'],
    handle: async ({ query, caller }, { db }) => {
      const guilds = guildsOf(caller, query.guild);
      if (guilds instanceof Refusal) return guilds;
      const of = (guild: Snowflake | null) => selectUsages(db, guild, query);
      const rows = selectAcross(db, guilds, { of, table: 'u', orders, asked: query });
      return readPage(rows, orders, query, toItem);
    },
  }),
];

function toItem(row: Record<string, unknown>): z.input<typeof CommandUsage> {
  const { userId: user, guildId: guild, ...rest } = UsageRow.fromDatabaseJson(row);
  return { ...rest, user, guild };
}
