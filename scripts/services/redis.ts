import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { programFolder } from './checkout.ts';
import { awaitReady, type Daemon, spawnDaemon } from './daemon.ts';
import { portFor } from './ports.ts';
import { Problem } from './problem.ts';
import { endProcess, type Suspect } from './processes.ts';
import { readRecord, writeRecord } from './record.ts';
import { findRedis } from './redis-program.ts';
import { askRedis } from './redis-wire.ts';
import type { Say, Service } from './service.ts';

export interface RedisOptions {
  /** Its folder: data, log, record. The same folder again brings the same data, and the same port where it is free. */
  dir: string;
  port?: number;
  /** Default true: what was acknowledged a second ago survives a kill. */
  appendOnly?: boolean;
  password?: string;
  /** A node of a Redis Cluster that others are to be met by (redis-cluster.ts). */
  inCluster?: boolean;
  say?: Say;
  /** Breaks off a start that is under way; what has been started is stopped then. */
  signal?: AbortSignal;
}

/** Starts a Redis of our own on the loopback interface. One that a killed run left in `dir` is stopped first. */
export async function startRedis(options: RedisOptions): Promise<Service> {
  const say = options.say ?? (() => {});
  const dir = resolve(options.dir);
  mkdirSync(dirname(dir), { recursive: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const found = await findRedis({ folder: programFolder(), say });
  const before = readRecord(dir);
  const settings = join(dir, 'redis.conf');
  if (before?.pid) await stopRedis({ pid: before.pid, mark: settings });
  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await portFor('Redis', tries === 1 ? before?.port : undefined, say));
    const logFile = join(dir, 'redis.log');
    writeSettings(settings, dir, port, options);
    const daemon = spawnDaemon({ ...found, args: [settings], logFile, cwd: dir });
    const suspect = { pid: daemon.pid, mark: settings };
    writeRecord(dir, { port, pid: daemon.pid, password: options.password });
    const isReady = async () =>
      (await askRedis(port, options.password, 'PING'))?.startsWith('+PONG') === true;
    try {
      await awaitReady(daemon, { name: 'Redis', logFile, isReady, say, signal: options.signal });
      return running(daemon, suspect, port, options.password);
    } catch (error) {
      const endedByItself = daemon.ended() !== undefined; // the port was snatched, or a predecessor not quite gone
      await stopRedis(suspect);
      if (!endedByItself || tries === 3) throw error;
    }
  }
}

const clusterSettings = [
  'cluster-enabled yes',
  'cluster-config-file nodes.conf',
  'cluster-node-timeout 2000',
  'cluster-require-full-coverage no', // what the others have is served while one is away
];

function writeSettings(
  file: string,
  dir: string,
  port: number,
  { appendOnly = true, password, inCluster }: RedisOptions,
) {
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${quote(dir)}`,
    `appendonly ${appendOnly ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    ...(inCluster ? clusterSettings : ['databases 64']),
    'daemonize no',
    // keeps this file's path in the command line, by which a later start knows its own
    'proc-title-template "{title} {config-file} {listen-addr}"',
    ...(password ? [`requirepass ${password}`, `masterauth ${password}`] : []),
  ];
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 });
}

function quote(path: string): string {
  if (/["\n\\]/.test(path)) throw new Problem(`DATA_DIR may not contain quotes or backslashes: ${path}`);
  return `"${path}"`;
}

function running(daemon: Daemon, suspect: Suspect, port: number, password: string | undefined): Service {
  return {
    url: `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}`,
    port,
    pid: daemon.pid,
    onEnd: daemon.onEnd,
    stop: () => stopRedis(suspect),
    kill: () => endProcess(suspect, []),
  };
}

/** On SIGTERM Redis writes out what it holds and leaves. */
const stopRedis = (suspect: Suspect) => endProcess(suspect, [['SIGTERM', 15_000]]);
