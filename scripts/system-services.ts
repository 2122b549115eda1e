import { resolve } from 'node:path';
import type { z } from 'zod';
import { Config } from '../shared/core/config.ts';
import { silent } from '../shared/core/log.ts';
import { openQueues, type Queues } from '../shared/core/queues.ts';
import { type Cluster, openRedis, type Redis } from '../shared/core/redis.ts';
import { type Knex, openDatabase } from '../shared/db/knex.ts';
import { startServices } from './services/index.ts';
import { findRunningDatabase } from './services/running-postgres.ts';
import { findRunningRedis } from './services/running-redis.ts';
import { SystemDatabase } from './system-database.ts';

/** What says which Postgres and Redis a program of the operator is about. */
export const SystemServices = SystemDatabase.extend(
  Config.pick({ REDIS_URL: true, REDIS_CLUSTER: true }).partial({ REDIS_URL: true }).shape,
);

interface Opened {
  db: Knex;
  redis: Redis | Cluster;
  queue: Queues['queue'];
}

/** Works on the given services, else on the embedded ones, which are started for the while where they do not run. */
export async function onServices<T>(
  { DATABASE_URL, REDIS_URL, REDIS_CLUSTER, DATA_DIR, DISCORD_TOKEN }: z.infer<typeof SystemServices>,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const isSandbox = DISCORD_TOKEN === undefined;
  const { databaseUrl, redisUrl, stop } = await startServices({
    databaseUrl: DATABASE_URL ?? findRunningDatabase(DATA_DIR, isSandbox),
    redisUrl: REDIS_URL ?? findRunningRedis(DATA_DIR, isSandbox),
    dataDir: resolve(DATA_DIR),
    isSandbox,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const db = openDatabase(databaseUrl, { pool: 2, name: 'smarter-dev admin' });
  const redis = openRedis({ REDIS_URL: redisUrl, REDIS_CLUSTER }, silent);
  const queues = openQueues(redis, silent);
  try {
    return await work({ db, redis, queue: queues.queue });
  } finally {
    await queues.close();
    redis.disconnect();
    await db.destroy();
    await stop();
  }
}
