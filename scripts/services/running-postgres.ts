import { join, resolve } from 'node:path';
import { readPidFile, superuser } from './postgres-cluster.ts';
import { isRunning } from './processes.ts';
import { readRecord } from './record.ts';

/**
 * The database of the system that runs on the embedded Postgres in this data directory; undefined where it does not run.
 * The sandbox and a real bot have one each.
 */
export function findRunningDatabase(dataDir: string, isSandbox: boolean): string | undefined {
  const dir = join(resolve(dataDir), 'postgres');
  const record = readRecord(dir);
  const data = join(dir, 'data');
  const { isReady, pid } = readPidFile(data);
  if (!record?.password || !isReady || !pid || !isRunning({ pid, mark: data })) return undefined;
  const name = isSandbox ? 'smarter_sandbox' : 'smarter';
  return `postgres://${superuser}:${record.password}@127.0.0.1:${record.port}/${name}`;
}
