import { z } from 'zod';
import { permissionsIn, permissionsJson } from '../../changes/command-permissions.ts';
import { commandIn } from '../../changes/commands.ts';
import type { Guild, World } from '../../world/types.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { Snowflake } from '../validate/spec.ts';

const mostOverwrites = 100;
const Permission = z.object({
  id: Snowflake,
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  permission: z.boolean(),
});
const Permissions = z.object({ permissions: z.array(Permission).max(mostOverwrites) });

/** Bots look at who may use commands in a guild; only people change it (Discord's documentation, "Permissions"). */
export function commandPermissionRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands/permissions',
      handle: ({ found: { guild } }, { world }) => ok(listed(world, guild)),
    }),
    route({
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands/:which/permissions',
      handle: ({ found: { guild }, part }, { world }) => single(world, guild, part('which')),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/guilds/:guild/commands/:which/permissions',
      body: body<z.infer<typeof Permissions>>(Permissions),
      handle: () => refuse('notForBots'),
    }),
  ];
}

function listed(world: World, guild: Guild): unknown[] {
  return [...permissionsIn(world, guild)].map(([id, permissions]) =>
    permissionsJson(world, guild, id, permissions),
  );
}

/** `which`: a command, or the application for all of them. */
function single(world: World, guild: Guild, which: string): Reply {
  const known =
    which === world.application.id || commandIn(world, guild.id, which) || commandIn(world, 'global', which);
  if (!known) return refuse('unknownCommand');
  const permissions = permissionsIn(world, guild).get(which);
  return permissions
    ? ok(permissionsJson(world, guild, which, permissions))
    : refuse('unknownCommandPermissions');
}
