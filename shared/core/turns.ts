import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';

interface Deps {
  redis: Redis | Cluster;
  log: Log;
}

export interface Turn {
  /** Key of whose turn it is. */
  key: string;
  /** As the log has it. */
  name: string;
  /** Milliseconds between two turns. */
  every: number;
  /** Milliseconds for which others leave it alone: shorter than the pause, so that the next attempt finds it free. */
  taken: number;
}

/** Does something again and again until closed; of all processes usually one at a time. A turn that lasts is waited for. */
export function takeTurns(deps: Deps, turn: Turn, work: () => Promise<void>): { close(): Promise<void> } {
  let working: Promise<void> | undefined;
  const timer = setInterval(() => {
    working ??= takeTurn(deps, turn, work).finally(() => {
      working = undefined;
    });
  }, turn.every);
  return {
    async close() {
      clearInterval(timer);
      await working;
    },
  };
}

async function takeTurn(
  { redis, log }: Deps,
  { key, name, taken }: Turn,
  work: () => Promise<void>,
): Promise<void> {
  try {
    const mine = await redis.set(key, String(process.pid), 'PX', taken, 'NX');
    if (mine === 'OK') await work();
  } catch (error) {
    log.warn({ err: error }, `no ${name} this time`);
  }
}
