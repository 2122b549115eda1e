import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import { Problem } from '../services/problem.ts';
import type { Listed, Pm2 } from './pm2.ts';
import type { Watch } from './watch.ts';

const patience = 60 * SECOND;
const steady = 2 * SECOND; // PM2 calls a process online from its first moment; one that cannot work ends within this
const tolerated = 3; // a process that ended this often before it was ready will not get there

interface Awaited {
  pm2: Pick<Pm2, 'list'>;
  /** The names of the apps that were started. */
  apps: readonly string[];
  watch: Watch;
  /** Of the web tier, from this machine. */
  origin: string;
  signal: AbortSignal;
}

/**
 * Waits until every app runs and keeps running, and the web tier answers that it can serve. Throws a `Problem` that
 * names the one which does not get there.
 */
export async function awaitCluster({ pm2, apps, watch, origin, signal }: Awaited): Promise<void> {
  let lagging: string | undefined;
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    signal.throwIfAborted();
    const listed = await pm2.list();
    const lost = listed.find(({ pm2_env }) => pm2_env.restart_time >= tolerated);
    if (lost) throw new Problem(`${lost.name} does not stay up:\n${watch.tail(lost.name)}`);
    lagging = apps.find((name) => !isSteady(listed, name)) ?? ((await isReady(origin)) ? undefined : 'web');
    if (!lagging) return;
  }
  throw new Problem(`${lagging} was not ready after ${patience / SECOND} s:\n${watch.tail(lagging ?? '')}`);
}

function isSteady(listed: readonly Listed[], app: string): boolean {
  const processes = listed.filter(({ name }) => name === app);
  const since = Date.now() - steady;
  return processes.length > 0 && processes.every(({ pm2_env }) => isOnline(pm2_env, since));
}

function isOnline({ status, pm_uptime }: Listed['pm2_env'], since: number): boolean {
  return status === 'online' && pm_uptime !== undefined && pm_uptime <= since;
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5 * SECOND) });
    return ok;
  } catch {
    return false;
  }
}
