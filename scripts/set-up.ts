import { pathToFileURL } from 'node:url';
import { Config } from '../shared/core/config.ts';
import { migrate } from './migrate.ts';
import { runProgram } from './program.ts';
import { createOwner } from './start/create-owner.ts';
import { registerCommands } from './start/register-commands.ts';

/**
 * What `npm start` does before the processes, for where something else starts them (compose.yaml): the database of this
 * version, the first owner, the slash commands. Done again, it changes nothing. Each line is said at once: a login is
 * known to nobody else, whatever fails after it. Answers the last one.
 */
export async function setUp(config: Config, say: (line: string) => void): Promise<string> {
  const applied = await migrate(config.DATABASE_URL);
  if (applied.length > 0) say(`Applied ${applied.join(', ')}.`);
  const owner = await createOwner(config.DATABASE_URL, config);
  if (owner) say(`First login, shown this once: ${owner.username} / ${owner.password}`);
  await registerCommands(config, say);
  return 'Set up.';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await runProgram({
    schema: Config,
    run: (config) => setUp(config, (line) => process.stdout.write(`${line}\n`)),
  });
