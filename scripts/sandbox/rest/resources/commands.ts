import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { World } from '../../world/types.ts';
import { ok } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { type CommandBody, commandProblems } from '../validate/command-rules.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

type Wanted = RESTPutAPIApplicationCommandsJSONBody;

export function commandRoutes(schema: DiscordSchemas): Route[] {
  const overwrite = body<Wanted>(z.array(schema('ApplicationCommandUpdateRequest')).max(130), {
    rules: (commands) => commandProblems(commands as CommandBody[]), // the schema has just checked their shape
  });
  return [
    route({
      method: 'GET',
      path: '/applications/:application/commands',
      handle: (_, { world }) => ok(world.commands.get('global') ?? []),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/commands',
      body: overwrite,
      handle: ({ body }, { world }) => ok(overwriteCommands(world, 'global', body)),
    }),
    route({
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands',
      handle: ({ found }, { world }) => ok(world.commands.get(found.guild.id) ?? []),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/guilds/:guild/commands',
      body: overwrite,
      handle: ({ found, body }, { world }) => ok(overwriteCommands(world, found.guild.id, body)),
    }),
  ];
}

/** Commands keep their id by name and type; the version changes only with the content. */
function overwriteCommands(world: World, scope: string, wanted: Wanted): APIApplicationCommand[] {
  const before = world.commands.get(scope) ?? [];
  const after = wanted.map((command) => {
    const made = fullCommand(world, scope, command);
    const known = before.find((old) => old.name === made.name && old.type === made.type);
    if (!known) return made;
    const kept = { ...made, id: known.id, version: known.version };
    return isDeepStrictEqual(kept, known) ? known : { ...made, id: known.id };
  });
  world.commands.set(scope, after);
  return after;
}

function fullCommand(world: World, scope: string, command: Wanted[number]): APIApplicationCommand {
  const permissions = command.default_member_permissions;
  return {
    description: '',
    ...command,
    id: world.snowflakes.next(),
    application_id: world.application.id,
    version: world.snowflakes.next(),
    type: command.type ?? ApplicationCommandType.ChatInput,
    default_member_permissions: permissions == null ? null : String(permissions),
    nsfw: command.nsfw ?? false,
    ...(scope === 'global' ? {} : { guild_id: scope }),
  };
}
