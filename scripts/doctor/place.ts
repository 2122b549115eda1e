import { join, resolve } from 'node:path';
import { AppError } from '../../shared/core/errors.ts';
import { Problem } from '../services/problem.ts';
import { findRunningDatabase } from '../services/running-postgres.ts';
import { findRunningRedis } from '../services/running-redis.ts';
import { findRunningSandbox } from '../start/sandbox.ts';
import { checkEnvironment, isSandboxed } from '../start/settings.ts';
import { good, type Line } from './line.ts';

/** The `npm start` that holds the data directory. */
export interface Start {
  owner: number;
  /** Of its panel, once that is known. */
  url?: string;
}

/** What is looked at: what the configuration names, else what `npm start` runs from the data directory. */
export interface Place {
  root: string;
  environment: NodeJS.ProcessEnv;
  dataDir: string;
  start: Start | undefined;
  /** Undefined: embedded, and not running. */
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  isEmbedded: { database: boolean; redis: boolean };
  /** Undefined: the sandbox, and not running. */
  discord: { api: string; token: string; page?: string } | undefined;
}

export function findPlace(
  root: string,
  environment: NodeJS.ProcessEnv,
  findStart: (dataDir: string) => Start | undefined,
): Place {
  const { DATABASE_URL, REDIS_URL, DATA_DIR, DISCORD_TOKEN, DISCORD_API } = environment;
  const dataDir = resolve(root, DATA_DIR || '.data');
  const isSandbox = !DISCORD_TOKEN;
  return {
    root,
    environment,
    dataDir,
    start: findStart(dataDir),
    databaseUrl: DATABASE_URL || findRunningDatabase(dataDir, isSandbox),
    redisUrl: REDIS_URL || findRunningRedis(dataDir, isSandbox),
    isEmbedded: { database: !DATABASE_URL, redis: !REDIS_URL },
    discord: DISCORD_TOKEN
      ? { token: DISCORD_TOKEN, api: DISCORD_API || 'https://discord.com/api' }
      : findRunningSandbox(root, join(dataDir, 'sandbox')),
  };
}

/** Every variable that cannot be used. */
export function checkConfiguration({ environment }: Place): Line[] {
  const mend = 'Mend it in the environment or in .env; .env.example says what each variable means.';
  try {
    checkEnvironment(environment);
    isSandboxed(environment);
    return [good('Configuration: every variable can be used.')];
  } catch (error) {
    if (!(error instanceof AppError || error instanceof Problem)) throw error;
    const [first = '', ...faults] = error.message.split('\n');
    const all = faults.length > 0 ? faults : [first];
    return all.map((fault, at) => ({
      is: 'bad',
      text: `Configuration: ${fault.trim()}`,
      next: at === all.length - 1 ? mend : undefined,
    }));
  }
}
