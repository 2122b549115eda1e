import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../services/postgres.ts';
import { startRedis } from '../services/redis.ts';
import type { Say } from '../services/service.ts';

/** Postgres and Redis of one run, which can be taken away and brought back as they were. */
export interface Grounds {
  databaseUrl: string;
  redisUrl: string;
  takeRedis(): Promise<void>;
  returnRedis(): Promise<void>;
  takePostgres(): Promise<void>;
  returnPostgres(): Promise<void>;
  close(): Promise<void>;
}

export async function openGrounds(say: Say): Promise<Grounds> {
  const folder = mkdtempSync(join(tmpdir(), 'smarter-chaos-'));
  chmodSync(folder, 0o711); // Postgres may run as another user
  const [redisDir, postgresDir] = [join(folder, 'redis'), join(folder, 'postgres')];
  let redis = await startRedis({ dir: redisDir, say });
  let postgres = await startPostgres({ dir: postgresDir, ephemeral: true, say });
  const [redisPort, postgresPort] = [redis.port, postgres.port];
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    takeRedis: () => redis.stop(),
    async returnRedis() {
      redis = await startRedis({ dir: redisDir, port: redisPort, say });
    },
    takePostgres: () => postgres.stop(),
    async returnPostgres() {
      postgres = await startPostgres({ dir: postgresDir, port: postgresPort, ephemeral: true, say });
    },
    async close() {
      await redis.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
