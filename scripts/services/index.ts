import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { keepRunning } from './keep.ts';
import { startPostgres } from './postgres.ts';
import { explainFault } from './problem.ts';
import { reachService } from './reach.ts';
import { readRecord } from './record.ts';
import { startRedis } from './redis.ts';
import type { Say } from './service.ts';
import { requireSpace } from './space.ts';

export interface ServiceOptions {
  /** Where embedded services keep their data. */
  dataDir: string;
  /** A service that is given is used as it is, and never stopped. */
  databaseUrl?: string;
  redisUrl?: string;
  /** For tests: in a temporary folder, fast rather than safe, gone after `stop`. */
  ephemeral?: boolean;
  /** The sandbox's demo data is kept apart from a real bot's: another database, another Redis database. */
  isSandbox?: boolean;
  /** Breaks off a start that is under way. */
  signal?: AbortSignal;
  say: Say;
  /** Called when an embedded service is lost for good. */
  onLoss?: (sentence: string) => void;
}

export interface Services {
  databaseUrl: string;
  redisUrl: string;
  /** Stops what was started here: Redis first, then Postgres. */
  stop(): Promise<void>;
}

/** Brings up what the system needs. Throws a `Problem` with the next step to take; nothing is left running then. */
export async function startServices(options: ServiceOptions): Promise<Services> {
  const dir = await openFolder(options).catch((error: unknown) => {
    throw explainFault(error);
  });
  const [postgres, redis] = await Promise.allSettled([openPostgres(dir, options), openRedis(dir, options)]);
  const stop = async () => {
    if (redis.status === 'fulfilled') await redis.value.stop();
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    if (options.ephemeral) rmSync(dir, { recursive: true, force: true });
  };
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { databaseUrl: postgres.value.url, redisUrl: redis.value.url, stop };
  }
  await stop();
  throw explainFault(
    postgres.status === 'rejected' ? postgres.reason : redis.status === 'rejected' && redis.reason,
  );
}

async function openFolder({ ephemeral, dataDir }: ServiceOptions): Promise<string> {
  const dir = ephemeral ? mkdtempSync(join(tmpdir(), 'smarter-services-')) : dataDir;
  mkdirSync(dir, { recursive: true });
  if (ephemeral) chmodSync(dir, 0o711); // Postgres may run as another user
  await requireSpace(dir);
  return dir;
}

interface Opened {
  url: string;
  stop(): Promise<void>;
}

async function openPostgres(
  parent: string,
  { databaseUrl, ephemeral, isSandbox, signal, say, onLoss }: ServiceOptions,
): Promise<Opened> {
  if (databaseUrl) return reachService('DATABASE_URL', databaseUrl, 5432);
  const dir = join(parent, 'postgres');
  if (ephemeral) return startPostgres({ dir, ephemeral, say, signal });
  const start = (port?: number) => startPostgres({ dir, port, say, signal: unlessAgain(port, signal) });
  const { url, stop } = await keepRunning({ name: 'Postgres', start, say, onLoss: onLoss ?? say });
  try {
    return { url: await ensureDatabase(url, isSandbox ? 'smarter_sandbox' : 'smarter'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openRedis(
  parent: string,
  { redisUrl, ephemeral, isSandbox, signal, say, onLoss }: ServiceOptions,
): Promise<Opened> {
  if (redisUrl) return reachService('REDIS_URL', redisUrl, 6379);
  const dir = join(parent, 'redis');
  if (ephemeral) return startRedis({ dir, appendOnly: false, say, signal });
  const password = readRecord(dir)?.password ?? randomBytes(24).toString('hex');
  const start = (port?: number) =>
    startRedis({ dir, port, password, say, signal: unlessAgain(port, signal) });
  const { url, stop } = await keepRunning({ name: 'Redis', start, say, onLoss: onLoss ?? say });
  return { url: isSandbox ? `${url}/1` : url, stop };
}

/** A service that is brought back on its port is needed for draining too, so a stop does not break that off. */
const unlessAgain = (port: number | undefined, signal?: AbortSignal) => (port ? undefined : signal);

async function ensureDatabase(maintenanceUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(maintenanceUrl), { pathname: `/${name}` }).href;
}
