import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND } from '../../shared/core/clock.ts';
import { endProcess } from '../services/processes.ts';

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
 * goes first, else it would start its processes again. Returns whether there was anything.
 */
export async function endLeftovers({ home, root, force = false }: Leftovers): Promise<boolean> {
  const daemon = readPid(join(home, 'pm2.pid'));
  if (daemon) await endProcess({ pid: daemon, mark: home }, []);
  const folder = join(home, 'pids');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const patience: [NodeJS.Signals, number][] = force ? [] : [['SIGINT', 30 * SECOND]];
  for (const group of stopOrder) {
    const pids = files.filter((name) => name.startsWith(group)).map((name) => readPid(join(folder, name)));
    await Promise.all(pids.map((pid) => pid && endProcess({ pid, mark: join(root, 'dist') }, patience)));
  }
  rmSync(home, { recursive: true, force: true });
  return daemon !== undefined || files.length > 0;
}

function readPid(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}
