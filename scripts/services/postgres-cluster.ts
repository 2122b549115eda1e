import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPrograms } from './postgres-program.ts';
import type { PostgresUser } from './postgres-user.ts';
import { Problem } from './problem.ts';
import { endProcess, isRunning } from './processes.ts';

const run = promisify(execFile);

export const superuser = 'smarter';

interface NewCluster {
  data: string;
  programs: PostgresPrograms;
  user: PostgresUser;
  password: string;
  /** Skips flushing to disk: for data that nobody will miss. */
  ephemeral: boolean;
}

export const isCluster = (data: string) => existsSync(join(data, 'PG_VERSION'));

/** Fills an empty data directory: UTF-8, the same sort order on every machine, passwords only. */
export async function createCluster({
  data,
  programs,
  user,
  password,
  ephemeral,
}: NewCluster): Promise<void> {
  const passwordFile = join(dirname(data), 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) chownSync(passwordFile, user.uid, user.gid ?? user.uid);
  const options = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(ephemeral ? ['--no-sync'] : []),
  ];
  const [command = programs.initdb, ...args] = [...user.prefix, programs.initdb, ...options];
  try {
    await run(command, args, {
      uid: user.uid,
      gid: user.gid,
      cwd: dirname(data),
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Problem(`Postgres could not create its data in ${data}:\n${said}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Makes the data directory free: stops a server that a killed run left behind, and removes the pid file of one that
 * is gone (Postgres itself would take any process with that pid for its predecessor).
 */
export async function freeCluster(data: string): Promise<void> {
  const pid = readPidFile(data).pid;
  if (!pid) return;
  const suspect = { pid, mark: data };
  if (isRunning(suspect)) await stopCluster(suspect);
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** SIGINT: roll back what is open, write a checkpoint, leave. SIGQUIT: leave and recover at the next start. */
export function stopCluster(suspect: { pid: number; mark: string }): Promise<void> {
  return endProcess(suspect, [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
  ]);
}

/** The server's own file: its pid in the first line, and from the moment it accepts connections `ready` in the eighth. */
export function readPidFile(data: string): { pid?: number; isReady: boolean } {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]) || undefined, isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return { isReady: false };
  }
}
