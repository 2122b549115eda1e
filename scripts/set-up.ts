import { pathToFileURL } from 'node:url';
import { Config } from '../shared/core/config.ts';
import { migrate } from './migrate.ts';
import { runProgram } from './program.ts';
import { createOwner } from './start/create-owner.ts';
import { registerCommands } from './start/register-commands.ts';

/**
 * What `npm start` does before the processes, for where something else starts them (compose.yaml): the database of this
 * version, the first owner, the slash commands. Done again, it changes nothing. Answers what to say.
 */
export async function setUp(config: Config): Promise<string> {
  const said: string[] = [];
  const applied = await migrate(config.DATABASE_URL);
  if (applied.length > 0) said.push(`Applied ${applied.join(', ')}.`);
  const owner = await createOwner(config.DATABASE_URL, config);
  if (owner) said.push(`First login, shown this once: ${owner.username} / ${owner.password}`);
  await registerCommands(config, (line) => said.push(line));
  return said.join('\n') || 'Nothing to set up.';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await runProgram({ schema: Config, run: setUp });
