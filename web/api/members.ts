import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Amount, InGuild, Time } from './shapes.ts';

const Member = z
  .object({
    user: Snowflake,
    username: z.string(),
    globalName: z.string().nullable(),
    bot: z.boolean(),
    nick: z.string().nullable(),
    roles: z.array(Snowflake),
    joinedAt: Time.nullable(),
    timedOutUntil: Time.nullable(),
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
    query: listQuery(orders, { active: z.enum(['true', 'false']).optional() }),
    reply: pageOf(Member),
    handle: ({ params, query }, { db }) => {
      const members = select(db, params.guildId);
      if (query.active) members.where('m.active', query.active === 'true');
      return readPage(members, orders, query, toMember);
    },
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
    .select('m.user_id AS user', 'u.username', 'u.global_name AS globalName', 'u.bot', 'm.nick')
    .select('m.joined_at AS joinedAt', 'm.timed_out_until AS timedOutUntil')
    .select(db.raw('m.roles::text[] AS roles'))
    .select('m.balance', 'm.received', 'm.sent', 'm.streak', 'm.active');
}

function toMember(row: unknown): z.input<typeof Member> {
  return Row.parse(row);
}

const Row = Member.extend({
  balance: z.string(),
  received: z.string(),
  sent: z.string(),
  joinedAt: z.date().nullable(),
  timedOutUntil: z.date().nullable(),
});
