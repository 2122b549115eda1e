import { join, resolve } from 'node:path';
import { isRunning } from './processes.ts';
import { readRecord } from './record.ts';

/** The embedded Redis that runs in this data directory, as running-postgres.ts does for the database. */
export function findRunningRedis(dataDir: string, isSandbox: boolean): string | undefined {
  const dir = join(resolve(dataDir), 'redis');
  const record = readRecord(dir);
  if (!record?.pid || !isRunning({ pid: record.pid, mark: join(dir, 'redis.conf') })) return undefined;
  const url = `redis://${record.password ? `:${record.password}@` : ''}127.0.0.1:${record.port}`;
  return isSandbox ? `${url}/1` : url;
}
