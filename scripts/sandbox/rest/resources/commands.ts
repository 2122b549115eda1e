import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { commandsIn, overwriteCommands, putCommand, type Refused } from '../../changes/commands.ts';
import type { World } from '../../world/types.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { commandListProblems, commandProblems } from '../validate/command-rules.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const mostInBulk = 130; // commands of all types in one request, says Discord's specification
const translations = new Set(['name_localizations', 'description_localizations']);

/** All commands of the application, or of one guild. */
export function commandRoutes(schema: DiscordSchemas): Route[] {
  const one = body<RESTPostAPIApplicationCommandsJSONBody>(schema('ApplicationCommandCreateRequest'), {
    rules: (command) => commandProblems(command),
  });
  const all = body<RESTPutAPIApplicationCommandsJSONBody>(
    z.array(schema('ApplicationCommandUpdateRequest')).max(mostInBulk),
    { rules: commandListProblems },
  );
  return [
    route({
      method: 'GET',
      path: '/applications/:application/commands',
      handle: ({ query }, { world }) => ok(listed(world, 'global', query)),
    }),
    route({
      method: 'POST',
      path: '/applications/:application/commands',
      body: one,
      handle: ({ body }, { world }) => create(world, 'global', body),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/commands',
      body: all,
      handle: ({ body }, { world }) => overwrite(world, 'global', body),
    }),
    route({
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands',
      handle: ({ found, query }, { world }) => ok(listed(world, found.guild.id, query)),
    }),
    route({
      method: 'POST',
      path: '/applications/:application/guilds/:guild/commands',
      body: one,
      handle: ({ found, body }, { world }) => create(world, found.guild.id, body),
    }),
    route({
      method: 'PUT',
      path: '/applications/:application/guilds/:guild/commands',
      body: all,
      handle: ({ found, body }, { world }) => overwrite(world, found.guild.id, body),
    }),
  ];
}

export function refused(why: Refused): Reply {
  if (why.is === 'exhausted') return refuse('tooManyCommandCreates');
  if (why.is === 'taken') return refuse('commandNameTaken');
  return refuse(why.type === ApplicationCommandType.ChatInput ? 'tooManyCommands' : 'tooManyMenuEntries');
}

function create(world: World, scope: string, wanted: RESTPostAPIApplicationCommandsJSONBody): Reply {
  const put = putCommand(world, scope, wanted);
  if (put.is !== 'put') return refused(put);
  return { status: put.isNew ? 201 : 200, body: put.command };
}

function overwrite(world: World, scope: string, wanted: RESTPutAPIApplicationCommandsJSONBody): Reply {
  const put = overwriteCommands(world, scope, wanted);
  return put.is === 'overwritten' ? ok(put.commands) : refused(put);
}

/** Translations come only when asked for. */
function listed(world: World, scope: string, query: URLSearchParams): unknown[] {
  const commands: APIApplicationCommand[] = commandsIn(world, scope);
  return query.get('with_localizations') === 'true' ? commands : commands.map(withoutTranslations);
}

function withoutTranslations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTranslations);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !translations.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutTranslations(inner)]));
}
