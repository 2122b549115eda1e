import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import { Problem } from './problem.ts';
import type { Say } from './service.ts';

const wordEvery = 10 * SECOND;

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

/**
 * Waits until `isReady` holds: as long as the program lives, since recovering much data takes its time. Throws a
 * `Problem` with the end of the log when it ends before, or is late where `patience` says what late is.
 */
export async function awaitReady(
  { ended }: Pick<Daemon, 'ended'>,
  { name, logFile, isReady, say, signal, patience = Number.POSITIVE_INFINITY }: Readiness,
): Promise<void> {
  const begin = Date.now();
  let nextWord = wordEvery;
  for (let waited = 0; waited < patience; waited = Date.now() - begin) {
    signal?.throwIfAborted();
    if (ended()) throw new Problem(`${name} did not start (${ended()}):\n${tailOf(logFile)}`);
    if (await isReady()) return;
    if (waited >= nextWord) {
      say?.(`${name} is still recovering (${Math.round(waited / SECOND)} s) …`);
      nextWord += wordEvery;
    }
    await sleep(20);
  }
  throw new Problem(`${name} was not ready after ${patience / SECOND} s:\n${tailOf(logFile)}`);
}

interface Readiness {
  name: string;
  logFile: string;
  isReady: () => boolean | Promise<boolean>;
  /** Told every ten seconds that it is still on its way. */
  say?: Say;
  /** Breaks off the waiting. */
  signal?: AbortSignal;
  /** Milliseconds; without it, no limit. */
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
