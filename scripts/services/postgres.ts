import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { awaitReady, type Daemon, spawnDaemon } from './daemon.ts';
import { portFor } from './ports.ts';
import {
  createCluster,
  freeCluster,
  isCluster,
  readPidFile,
  stopCluster,
  superuser,
} from './postgres-cluster.ts';
import { findPostgres } from './postgres-program.ts';
import { choosePostgresUser } from './postgres-user.ts';
import { endProcess, type Suspect } from './processes.ts';
import { readRecord, writeRecord } from './record.ts';
import type { Say, Service } from './service.ts';

export interface PostgresOptions {
  /** Its folder: data, log, record. The same folder again brings the same data, and the same port where it is free. */
  dir: string;
  port?: number;
  /** For tests: faster, and not safe against a crash of the machine. */
  ephemeral?: boolean;
  say?: Say;
  /** Breaks off a start that is under way; what has been started is stopped then. */
  signal?: AbortSignal;
}

/**
 * Starts a Postgres of our own on the loopback interface. One that a killed run left in `dir` is stopped first. The
 * URL names the maintenance database `postgres` and a superuser.
 */
export async function startPostgres(options: PostgresOptions): Promise<Service> {
  const { ephemeral = false, say = () => {}, signal } = options;
  const dir = resolve(options.dir);
  const data = join(dir, 'data');
  const programs = await findPostgres();
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o711); // the user who runs it passes through
  await freeCluster(data);
  const isNew = !isCluster(data);
  const draft = isNew ? emptyFolder(`${data}.new`) : data;
  const user = await choosePostgresUser(draft, programs.postgres);
  const before = readRecord(dir);
  const password = before?.password ?? randomBytes(24).toString('hex');
  writeRecord(dir, { port: before?.port ?? 0, password });
  if (isNew) {
    await createCluster({ data: draft, programs, user, password, ephemeral });
    rmSync(data, { recursive: true, force: true });
    renameSync(draft, data); // so that what stands there is complete
    signal?.throwIfAborted();
  }
  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await portFor('Postgres', tries === 1 ? before?.port : undefined, say));
    const [program = programs.postgres, ...args] = [
      ...user.prefix,
      programs.postgres,
      '-D',
      data,
      ...flags(port, ephemeral),
    ];
    const logFile = join(dir, 'postgres.log');
    const daemon = spawnDaemon({ program, args, logFile, cwd: dir, uid: user.uid, gid: user.gid });
    writeRecord(dir, { port, password, pid: daemon.pid });
    const suspect = { pid: daemon.pid, mark: data };
    try {
      const isReady = () => readPidFile(data).isReady;
      await awaitReady(daemon, { name: 'Postgres', logFile, isReady, say, signal });
      return running(daemon, suspect, port, password);
    } catch (error) {
      const endedByItself = daemon.ended() !== undefined; // the port was snatched, or a predecessor not quite gone
      await stopCluster(suspect);
      if (!endedByItself || tries === 3) throw error;
    }
  }
}

function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}

function flags(port: number, ephemeral: boolean): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    io_method: 'sync', // the worker processes of the default cost more than they bring here
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(ephemeral && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function running(daemon: Daemon, suspect: Suspect, port: number, password: string): Service {
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: daemon.pid,
    onEnd: daemon.onEnd,
    stop: () => stopCluster(suspect),
    kill: () => endProcess(suspect, []),
  };
}
