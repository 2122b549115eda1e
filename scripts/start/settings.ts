import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../../shared/core/config.ts';
import { freePort, isFree } from '../services/ports.ts';
import { Problem } from '../services/problem.ts';

type Environment = NodeJS.ProcessEnv;

/**
 * Checks the environment before anything is started, every bad variable at once. What `npm start` provides itself
 * is not asked for: the URLs of embedded services, and the secret that goes with an embedded database.
 */
export function checkEnvironment(environment: Environment): Config {
  const isEmbedded = !environment.DATABASE_URL;
  return readConfig({
    ...environment,
    DATABASE_URL: environment.DATABASE_URL || 'postgres://embedded',
    REDIS_URL: environment.REDIS_URL || 'redis://embedded',
    SECRET: environment.SECRET || (isEmbedded ? newSecret() : undefined),
  });
}

/**
 * Whether the sandbox stands in for Discord. Throws a `Problem` where a token seems to be forgotten: demo members do
 * not run against a database that is kept elsewhere, or in production.
 */
export function isSandboxed(environment: Environment): boolean {
  if (environment.DISCORD_TOKEN) return false;
  const signs = [
    ...['DATABASE_URL', 'REDIS_URL'].filter((name) => environment[name]),
    ...(environment.NODE_ENV === 'production' ? ['NODE_ENV=production'] : []),
  ];
  if (signs.length === 0) return true;
  const them = signs.join(' and ');
  throw new Problem(
    `There is no DISCORD_TOKEN, but there is ${them}: the sandbox keeps to databases of its own. Set DISCORD_TOKEN, or unset ${them} to try the sandbox.`,
  );
}

/** The secret of the environment, else the one kept in the data directory, where only its owner can read it. */
export function keepSecret(environment: Environment, dataDir: string): string {
  if (environment.SECRET) return environment.SECRET;
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

const newSecret = () => randomBytes(32).toString('base64url');

/** The port for the web tier; 0 means any. Throws a `Problem` when somebody else has it. */
export async function claimWebPort({
  WEB_PORT,
  WEB_BIND,
}: Pick<Config, 'WEB_PORT' | 'WEB_BIND'>): Promise<number> {
  if (WEB_PORT === 0) return freePort();
  if (await isFree(WEB_PORT, WEB_BIND)) return WEB_PORT;
  throw new Problem(
    `Port ${WEB_PORT} on ${WEB_BIND} cannot be used (another program may have it): set WEB_PORT to a free one, or WEB_BIND to an address of this machine.`,
  );
}
