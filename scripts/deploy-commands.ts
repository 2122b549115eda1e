import { pathToFileURL } from 'node:url';
import { REST } from '@discordjs/rest';
import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { Config } from '../shared/core/config.ts';
import { Snowflake } from '../shared/core/snowflake.ts';
import type { Command } from '../workers/interactions/command.ts';
import { sameCommands } from '../workers/interactions/registration.ts';
import { registry } from '../workers/interactions/registry.ts';
import { runProgram } from './program.ts';

interface Deployment {
  rest: REST;
  /** Asked of Discord where it is not given. */
  applicationId?: Snowflake;
  /** Only in this guild, where changes show at once; otherwise everywhere. */
  guild?: Snowflake;
  commands?: readonly Command[];
}

/**
 * Makes Discord's list of slash commands the bot's: overwrites it whole, and only where something differs, since
 * Discord counts new commands per day.
 */
export async function deployCommands({
  rest,
  applicationId,
  guild,
  commands = registry.commands,
}: Deployment): Promise<'changed' | 'unchanged'> {
  const application = applicationId ?? (await ownApplication(rest));
  const route = guild
    ? Routes.applicationGuildCommands(application, guild)
    : Routes.applicationCommands(application);
  const body = commands.map(({ json: { contexts, ...json } }) => (guild ? json : { ...json, contexts }));
  const query = new URLSearchParams({ with_localizations: 'true' });
  if (sameCommands(body, await rest.get(route, { query }))) return 'unchanged';
  await rest.put(route, { body });
  return 'changed';
}

async function ownApplication(rest: REST): Promise<Snowflake> {
  return z.object({ id: Snowflake }).parse(await rest.get(Routes.currentApplication())).id;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const guild = Snowflake.optional().parse(process.argv[2]);
  await runProgram({
    schema: Config.pick({ DISCORD_TOKEN: true, DISCORD_API: true }).required({ DISCORD_TOKEN: true }),
    run: async ({ DISCORD_TOKEN, DISCORD_API }) => {
      const rest = new REST({ version: '10', api: DISCORD_API }).setToken(DISCORD_TOKEN);
      const outcome = await deployCommands({ rest, guild });
      return outcome === 'changed' ? 'slash commands registered' : 'slash commands unchanged';
    },
  });
}
