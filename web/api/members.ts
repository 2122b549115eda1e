import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Amount, InGuild } from './shapes.ts';

const Member = z
  .object({
    user: Snowflake,
    username: z.string(),
    globalName: z.string().nullable(),
    balance: Amount,
    received: Amount.describe('In total'),
    sent: Amount.describe('In total'),
    streak: z.int().describe('Days in a row'),
    active: z.boolean().describe('False for one who left'),
  })
  .meta({ id: 'Member', description: 'A member of a guild with their account' });

const orders = {
  '-balance': { column: 'm.balance', desc: true, tie: 'm.user_id' },
  user: { column: 'm.user_id' },
} as const;

export const memberRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/members',
    summary: 'List the members of a guild',
    description: 'Those with the largest balance first.',
    scope: 'members:read',
    params: InGuild,
    query: listQuery(orders, {}),
    reply: pageOf(Member),
    handle: ({ params, query }, { db }) => readPage(select(db, params.guildId), orders, query, toMember),
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/members/:userId',
    summary: 'Read a member of a guild',
    scope: 'members:read',
    params: InGuild.extend({ userId: Snowflake }),
    reply: Member,
    handle: async ({ params }, { db }) => {
      const row: unknown = await select(db, params.guildId).where('m.user_id', params.userId).first();
      return row === undefined ? refuse('not-found') : toMember(row);
    },
  }),
];

function select(db: Knex, guild: Snowflake): Knex.QueryBuilder {
  return db('guild_members AS m')
    .join('discord_users AS u', 'u.id', 'm.user_id')
    .where('m.guild_id', guild)
    .select('m.user_id AS user', 'u.username', 'u.global_name AS globalName')
    .select('m.balance', 'm.received', 'm.sent', 'm.streak', 'm.active');
}

function toMember(row: unknown): z.output<typeof Member> {
  return Member.parse(row);
}
