import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.ts';

export interface Daemon {
  pid: number;
  /** How it ended, once it has; undefined while it runs. */
  ended(): string | undefined;
  onEnd(listener: () => void): void;
}

interface Command {
  program: string;
  args: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
}

/**
 * Runs a program in a session of its own, so that a Ctrl-C in the terminal does not reach it: services are stopped
 * by us, last. The log of the run before is kept beside the new one.
 */
export function spawnDaemon({ program, args, logFile, ...options }: Command): Daemon {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(program, [...args], { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const state = watch(child);
  child.unref();
  return {
    pid: child.pid ?? 0,
    ended: () => state.end,
    onEnd: (listener) => void child.once('exit', listener),
  };
}

function watch(child: ChildProcess): { end?: string } {
  const state: { end?: string } = {};
  child.once('error', (error) => {
    state.end = error.message;
  });
  child.once('exit', (code, signal) => {
    state.end ??= signal ? `ended by ${signal}` : `exit code ${code}`;
  });
  return state;
}

/** Waits until `isReady` holds. Throws a `Problem` with the end of the log when the program ends before, or is late. */
export async function awaitReady(
  { ended }: Pick<Daemon, 'ended'>,
  { name, logFile, isReady, patience = 60_000 }: Readiness,
): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(20)) {
    if (ended()) throw new Problem(`${name} did not start (${ended()}):\n${tailOf(logFile)}`);
    if (await isReady()) return;
  }
  throw new Problem(`${name} was not ready after ${patience / 1000} s:\n${tailOf(logFile)}`);
}

interface Readiness {
  name: string;
  logFile: string;
  isReady: () => boolean | Promise<boolean>;
  /** Milliseconds. */
  patience?: number;
}

export function tailOf(logFile: string, lines = 8): string {
  if (!existsSync(logFile)) return '';
  const all = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  return all
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join('\n');
}
