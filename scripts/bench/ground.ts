import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { type Knex, openDatabase } from '../../shared/db/knex.ts';
import { migrate } from '../migrate.ts';
import { startServices } from '../services/index.ts';

/** What every bench stands on: a build of the sources as they are, and a Postgres and a Redis of its own. */
export interface Ground {
  databaseUrl: string;
  db: Knex;
  redis: Redis;
  redisPid: number;
  /** Configuration of the processes under measurement, for a Discord at `api`. */
  environment(api: string, token: string): Record<string, string>;
}

export const say = (line: string) => process.stderr.write(`${line}\n`);

/** Brings it up, and down again whatever happens. */
export async function onGround(work: (ground: Ground) => Promise<void>): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' });
  const { databaseUrl, redisUrl, stop } = await startServices({
    dataDir: '.data/bench',
    say,
    ephemeral: true,
  });
  const db = openDatabase(databaseUrl);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  try {
    await migrate(databaseUrl);
    const redisPid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
    const environment = (api: string, token: string) => ({
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      DISCORD_API: api,
      DISCORD_TOKEN: token,
      SECRET: 'bench'.repeat(8),
      LOG_LEVEL: 'warn',
      SHARD_COUNT: '1',
      NODE_ENV: 'production',
    });
    await work({ databaseUrl, db, redis, redisPid, environment });
  } finally {
    redis.disconnect();
    await db.destroy();
    await stop();
  }
}

/** Keeps the summary under `.data/bench`, for comparison with the next. */
export function keep(file: string, summary: object): void {
  mkdirSync('.data/bench', { recursive: true });
  writeFileSync(`.data/bench/${file}`, `${JSON.stringify(summary, null, 2)}\n`);
}
