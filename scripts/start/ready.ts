import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import { Problem } from '../services/problem.ts';
import type { Pm2 } from './pm2.ts';

const patience = 60 * SECOND;
const tolerated = 3; // a process that ended this often before it was ready will not get there

interface Awaited {
  pm2: Pick<Pm2, 'list'>;
  /** Of the web tier, from this machine. */
  origin: string;
  signal: AbortSignal;
}

/** Waits until the web tier answers that it can serve. Throws a `Problem` when it cannot get there. */
export async function awaitCluster({ pm2, origin, signal }: Awaited): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    signal.throwIfAborted();
    if (await isReady(origin)) return;
    const lost = (await pm2.list()).filter(({ name, pm2_env }) => name === 'web' && isLost(pm2_env));
    if (lost.length > 0) throw new Problem('The web process does not start: its lines above say why.');
  }
  throw new Problem(`The web process was not ready after ${patience / SECOND} s: see the lines above.`);
}

function isLost({ status, restart_time }: { status: string; restart_time: number }): boolean {
  return status === 'errored' || status === 'stopped' || restart_time >= tolerated;
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5 * SECOND) });
    return ok;
  } catch {
    return false;
  }
}
