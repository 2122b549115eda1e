import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import { awaitReady, spawnDaemon } from '../services/daemon.ts';
import { portFor } from '../services/ports.ts';
import { endProcess, isRunning, type Suspect } from '../services/processes.ts';
import { readRecord, writeRecord } from '../services/record.ts';
import type { Say, Service } from '../services/service.ts';

const Ready = z.object({
  ready: z.literal(true),
  ...{ api: z.url(), token: z.string(), page: z.url(), clientSecret: z.string() },
});

const patience = 60 * SECOND;

export interface SandboxProcess extends Service {
  token: string;
  clientSecret: string;
  /** Where a person can look at it. */
  page: string;
}

interface SandboxOptions {
  root: string;
  dir: string;
  port?: number;
  /** Addresses to which it sends back who signs in. */
  redirects?: string[];
  signal?: AbortSignal;
  say: Say;
}

/** Runs the stand-in for Discord, apart from the terminal like the services; a left-over one is stopped first. */
export async function startSandbox({
  root,
  dir,
  port: wanted,
  redirects = [],
  signal,
  say,
}: SandboxOptions): Promise<SandboxProcess> {
  mkdirSync(dir, { recursive: true });
  const main = mainOf(root);
  const before = readRecord(dir);
  if (before?.pid) await stop({ pid: before.pid, mark: main });
  const port = wanted ?? (await portFor('the sandbox', before?.port, say));
  const logFile = join(dir, 'sandbox.log');
  const env = { ...process.env, SANDBOX_PORT: String(port), SANDBOX_DEMO: '1' };
  const args = [main, ...redirects.flatMap((uri) => ['--redirect', uri])];
  const daemon = spawnDaemon({ program: process.execPath, args, logFile, cwd: root, env });
  writeRecord(dir, { port, pid: daemon.pid });
  const suspect = { pid: daemon.pid, mark: main };
  const isReady = () => findReady(logFile) !== undefined;
  await awaitReady(daemon, { name: 'The sandbox', logFile, isReady, signal, patience }).catch(
    async (error: unknown) => {
      await stop(suspect);
      throw error;
    },
  );
  const { api, token, page, clientSecret } = Ready.parse(findReady(logFile));
  return {
    url: api,
    ...{ token, clientSecret, page },
    port,
    pid: daemon.pid,
    onEnd: daemon.onEnd,
    stop: () => stop(suspect),
    kill: () => endProcess(suspect, []),
  };
}

const stop = (suspect: Suspect) => endProcess(suspect, [['SIGTERM', 5 * SECOND]]);

/** The one that runs in this folder; undefined where none does. */
export function findRunningSandbox(root: string, dir: string): z.infer<typeof Ready> | undefined {
  const { pid } = readRecord(dir) ?? {};
  if (!pid || !isRunning({ pid, mark: mainOf(root) })) return undefined;
  return Ready.safeParse(findReady(join(dir, 'sandbox.log'))).data;
}

const mainOf = (root: string) => join(root, 'dist', 'scripts', 'sandbox', 'main.js');

/** It says so in one line of JSON. */
function findReady(logFile: string): unknown {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  const line = lines.find((candidate) => candidate.startsWith('{"ready":true') && candidate.endsWith('}'));
  return line ? JSON.parse(line) : undefined;
}
