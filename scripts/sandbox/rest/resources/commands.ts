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

const translations = new Set(['name_localizations', 'description_localizations']);

type Wanted = RESTPutAPIApplicationCommandsJSONBody;

export function commandRoutes(schema: DiscordSchemas): Route[] {
  const overwrite = body<Wanted>(z.array(schema('ApplicationCommandUpdateRequest')).max(130), {
    rules: (commands) => commandProblems(commands as CommandBody[]), // the schema has just checked their shape
  });
  return [
    route({
      method: 'GET',
      path: '/applications/:application/commands',
      handle: ({ query }, { world }) => ok(listed(world.commands.get('global'), query)),
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
      handle: ({ found, query }, { world }) => ok(listed(world.commands.get(found.guild.id), query)),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/guilds/:guild/commands',
      body: overwrite,
      handle: ({ found, body }, { world }) => ok(overwriteCommands(world, found.guild.id, body)),
    }),
  ];
}

/** Translations come only when asked for. */
function listed(commands: APIApplicationCommand[] | undefined, query: URLSearchParams): unknown[] {
  return (commands ?? []).map((command) =>
    query.get('with_localizations') === 'true' ? command : withoutTranslations(command),
  );
}

function withoutTranslations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTranslations);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !translations.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutTranslations(inner)]));
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
