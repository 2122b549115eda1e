import type { APIApplicationCommand, RESTPatchAPIApplicationCommandJSONBody } from 'discord-api-types/v10';
import { editCommand, removeCommand } from '../../changes/commands.ts';
import { mergedCommand } from '../../changes/wanted-command.ts';
import type { World } from '../../world/types.ts';
import { invalidForm, noContent, ok, type Reply } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { commandProblems } from '../validate/command-rules.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { refused } from './commands.ts';

/** One command of the application, or of one guild. */
export function singleCommandRoutes(schema: DiscordSchemas): Route[] {
  const change = body<RESTPatchAPIApplicationCommandJSONBody>(
    schema('ApplicationCommandPatchRequestPartial'),
  );
  return [
    route({
      method: 'GET',
      path: '/applications/:application/commands/:command',
      handle: ({ found }) => ok(found.command),
    }),
    route({
      method: 'PATCH',
      path: '/applications/:application/commands/:command',
      body: change,
      handle: ({ found, body }, { world }) => edit(world, 'global', found.command, body),
    }),
    route({
      method: 'DELETE',
      path: '/applications/:application/commands/:command',
      handle({ found }, { world }) {
        removeCommand(world, 'global', found.command);
        return noContent;
      },
    }),
    route({
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands/:command',
      handle: ({ found }) => ok(found.command),
    }),
    route({
      method: 'PATCH',
      path: '/applications/:application/guilds/:guild/commands/:command',
      body: change,
      handle: ({ found, body }, { world }) => edit(world, found.guild.id, found.command, body),
    }),
    route({
      method: 'DELETE',
      path: '/applications/:application/guilds/:guild/commands/:command',
      handle({ found }, { world }) {
        removeCommand(world, found.guild.id, found.command);
        return noContent;
      },
    }),
  ];
}

function edit(
  world: World,
  scope: string,
  command: APIApplicationCommand,
  change: RESTPatchAPIApplicationCommandJSONBody,
): Reply {
  const problems = commandProblems(mergedCommand(command, change));
  if (problems.length > 0) return invalidForm(problems);
  const edited = editCommand(world, scope, command, change);
  return edited.is === 'edited' ? ok(edited.command) : refused(edited);
}
