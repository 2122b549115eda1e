import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND } from '../../shared/core/clock.ts';
import { Problem } from '../services/problem.ts';
import { endProcess, isRunning, listProcesses } from '../services/processes.ts';
import { daemonTitle, requirePrivate } from './home.ts';

/** In this order: the source of events first, so that what is under way can be finished. */
export const stopOrder = ['shards', 'workers', 'effects', 'web'] as const;

interface Leftovers {
  /** PM2_HOME. */
  home: string;
  /** Of the checkout: the processes name their file in it in their command line. */
  root: string;
  /** Leaves no time to drain. */
  force?: boolean;
}

/**
 * Ends what a killed start left behind under this PM2_HOME, or (forced) what is running there now. The PM2 daemon
 * goes first, else it would start its processes again. Returns whether there was anything. Throws a `Problem`, and
 * keeps the home, when the daemon cannot be ended.
 */
export async function endLeftovers({ home, root, force = false }: Leftovers): Promise<boolean> {
  const hadDaemon = await endDaemon(home);
  if (!existsSync(home)) return hadDaemon;
  requirePrivate(home);
  const folder = join(home, 'pids');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const patience: [NodeJS.Signals, number][] = force ? [] : [['SIGINT', 30 * SECOND]];
  for (const group of stopOrder) {
    const pids = files.filter((name) => name.startsWith(group)).map((name) => readPid(join(folder, name)));
    await Promise.all(pids.map((pid) => pid && endProcess({ pid, mark: join(root, 'dist') }, patience)));
  }
  rmSync(home, { recursive: true, force: true });
  return hadDaemon || files.length > 0;
}

/** Looked for among all processes rather than in its pid file, which a start that was cut short may lack. */
async function endDaemon(home: string): Promise<boolean> {
  const mark = daemonTitle(home);
  const daemons = listProcesses()
    .filter(({ command }) => command.startsWith(mark))
    .map(({ pid }) => ({ pid, mark }));
  await Promise.all(daemons.map((daemon) => endProcess(daemon, [])));
  const living = daemons.find(isRunning);
  if (living)
    throw new Problem(`PM2 of an earlier start (pid ${living.pid}) does not end. End it, then start again.`);
  return daemons.length > 0;
}

function readPid(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}
