import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { GuildRole } from '../../shared/sync/model.ts';
import { findRole, listRoles } from '../../shared/sync/store.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Bits, InGuild } from './shapes.ts';

const Role = z
  .object({
    id: Snowflake.describe('That of `@everyone` is the guild’s own'),
    name: z.string(),
    color: z.int().describe('RGB as one number; 0 is none'),
    position: z.int(),
    permissions: Bits,
    managed: z.boolean().describe('Belongs to an integration: nobody can be given it'),
    active: z.boolean().describe('False for one that was deleted'),
  })
  .meta({ id: 'Role' });

export const roleRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/roles',
    summary: 'List the roles of a guild',
    description: 'The highest first; deleted ones last.',
    scope: 'roles:read',
    params: InGuild,
    reply: z.object({ items: z.array(Role) }),
    handle: async ({ params }, deps) => ({ items: (await listRoles(deps, params.guildId)).map(toRole) }),
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/roles/:roleId',
    summary: 'Read a role',
    scope: 'roles:read',
    params: InGuild.extend({ roleId: Snowflake }),
    reply: Role,
    handle: async ({ params }, deps) => {
      const role = await findRole(deps, params.guildId, params.roleId);
      return role ? toRole(role) : refuse('not-found');
    },
  }),
];

function toRole({
  id,
  name,
  color,
  position,
  permissions,
  managed,
  active,
}: GuildRole): z.input<typeof Role> {
  return { id, name, color, position, permissions, managed, active };
}
