import type { Config } from '../../shared/core/config.ts';
import { openRest } from '../../shared/core/discord.ts';
import { deployCommands } from '../deploy-commands.ts';
import type { Say } from '../services/service.ts';

/** Discord may be away, or refuse the token; the shards tell that better, and the rest runs without. */
export async function registerCommands(config: Config, say: Say): Promise<void> {
  try {
    if ((await deployCommands({ rest: openRest(config) })) === 'changed') say('Slash commands registered.');
  } catch (error) {
    say(`Slash commands were not registered: ${error instanceof Error ? error.message : String(error)}`);
  }
}
