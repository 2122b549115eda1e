import { z } from 'zod';
import { retryGrants } from '../../shared/bytes/failed-grants.ts';
import { findGrant, RoleGrant } from '../../shared/bytes/grants.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild, Time } from './shapes.ts';

const FailedGrant = z
  .object({
    user: Snowflake,
    role: Snowflake,
    why: z.string().nullable().describe('What Discord said'),
    failedAt: Time,
  })
  .meta({ id: 'FailedRoleGrant', description: 'An earned role that Discord refused to give' });

const Grant = z
  .object({
    user: Snowflake,
    role: Snowflake,
    state: z.enum(['wanted', 'granted', 'failed']).describe('`granted`: Discord confirmed it'),
    why: z.string().nullable().describe('Of a failed one: what Discord said'),
    changedAt: Time,
  })
  .meta({ id: 'RoleGrant', description: 'A role that a member earned; none is taken away' });

const orders = { user: { column: 'user_id', tie: 'role_id' } } as const;
const path = '/guilds/:guildId/failed-role-grants';

export const roleGrantRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/role-grants',
    summary: 'List the roles that members earned',
    description: 'Made by what members receive, and by rewards; changed by how Discord answers.',
    scope: 'bytes-roles:read',
    params: InGuild,
    query: listQuery(orders, { user: Snowflake.optional() }),
    reply: pageOf(Grant),
    handle: ({ params, query }, { db }) => {
      const grants = db(RoleGrant.tableName).where('guild_id', params.guildId).select('*');
      if (query.user) grants.where('user_id', query.user);
      return readPage(grants, orders, query, (row) => tell(RoleGrant.fromDatabaseJson(row)));
    },
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/role-grants/:userId/:roleId',
    summary: 'Read a role that a member earned',
    scope: 'bytes-roles:read',
    params: InGuild.extend({ userId: Snowflake, roleId: Snowflake }),
    reply: Grant,
    handle: async ({ params: { guildId: guild, userId: user, roleId: role } }, deps) => {
      const grant = await findGrant(deps, { guild, user, role });
      return grant ? tell(grant) : refuse('not-found');
    },
  }),
  route({
    method: 'get',
    path,
    summary: 'List earned roles that Discord refused to give',
    scope: 'bytes-roles:read',
    params: InGuild,
    query: listQuery(orders, { user: Snowflake.optional() }),
    reply: pageOf(FailedGrant),
    handle: ({ params, query }, { db }) => {
      const failed = db('role_grants')
        .where({ guild_id: params.guildId, state: 'failed' })
        .select('user_id AS user', 'role_id AS role', 'why', 'changed_at AS failedAt');
      if (query.user) failed.where('user_id', query.user);
      return readPage(failed, orders, query, (row) => Row.parse(row));
    },
  }),
  route({
    method: 'post',
    path: `${path}/retry`,
    summary: 'Try refused roles again',
    description: 'Of one member, of one role, or all of the guild. Once whatever was in the way is mended.',
    scope: 'bytes-roles:write',
    params: InGuild,
    body: z.object({ user: Snowflake.optional(), role: Snowflake.optional() }),
    status: 202,
    reply: z.object({ retried: z.int() }),
    handle: async ({ params, body, by }, deps) => ({
      retried: await retryGrants(deps, params.guildId, body, by),
    }),
  }),
];

const Row = FailedGrant.extend({ failedAt: z.date() });

function tell({ userId: user, roleId: role, state, why, changedAt }: RoleGrant): z.input<typeof Grant> {
  return { user, role, state, why, changedAt };
}
