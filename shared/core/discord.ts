import { REST } from '@discordjs/rest';
import type { Config } from './config.ts';
import { requireToken } from './config.ts';

/**
 * The REST client of a process. Buckets are followed in here; the global limit and the invalid-request budget are
 * shared by all processes through Redis (workers/effects).
 */
export function openRest(config: Config): REST {
  return new REST({ version: '10', api: config.DISCORD_API, retries: 2, timeout: 15_000 }).setToken(
    requireToken(config),
  );
}
