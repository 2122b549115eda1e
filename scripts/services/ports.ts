import { createServer } from 'node:net';
import type { Say } from './service.ts';

/** Whether a server could listen there now. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * A free port below the ranges from which systems take the ports of outgoing connections, so that it is likely to
 * be free again at the next start; far from the standard ports of Postgres and Redis.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port between 15000 and 30000 on 127.0.0.1');
}

/** The port that a service had before, or another (and says so) where a stranger has taken it. */
export async function portFor(name: string, remembered: number | undefined, say: Say): Promise<number> {
  if (!remembered) return freePort();
  if (await isFree(remembered)) return remembered;
  const other = await freePort();
  say(`Port ${remembered}, which ${name} used before, is taken by another program: using ${other}.`);
  return other;
}
