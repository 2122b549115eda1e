import { once } from 'node:events';
import { readApps } from './app.ts';
import { endLeftovers, stopOrder } from './leftovers.ts';
import { printLine } from './lines.ts';
import { openPm2, type Pm2 } from './pm2.ts';
import { awaitCluster } from './ready.ts';
import { watchApps } from './watch.ts';

interface ClusterOptions {
  root: string;
  /** PM2_HOME. */
  home: string;
  environment: NodeJS.ProcessEnv;
  /** Of the web tier, from this machine. */
  origin: string;
  /** Breaks off the start. */
  stop: AbortSignal;
  /** Breaks off the draining. */
  force: AbortSignal;
  onLoss: (sentence: string) => void;
}

export interface Cluster {
  /** Lets every process drain: whoever brings in events first, whoever serves people last. */
  stop(): Promise<void>;
}

/** Runs the processes under PM2 and returns when all of them run and the web tier can serve. Their lines go to standard output. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { root, home, environment, origin, stop, force, onLoss } = options;
  const apps = await readApps(root, environment);
  const pm2 = await openPm2(home);
  const gone = new Promise<void>((resolve) => pm2.onLost(resolve));
  const end = async () => {
    try {
      await Promise.race([drain(pm2), gone, aborted(force)]);
    } finally {
      await endLeftovers({ home, root, force: force.aborted });
    }
  };
  pm2.onLine(printLine);
  pm2.onLost(() => onLoss('PM2 ended unexpectedly.'));
  const watch = watchApps(pm2, onLoss);
  try {
    const names = apps.map(({ name }) => name);
    const ready = awaitCluster({ pm2, apps: names, watch, origin, signal: stop });
    const started = Promise.all([pm2.start(apps), ready]);
    await Promise.race([started, aborted(stop), gone]);
    stop.throwIfAborted();
  } catch (error) {
    await end();
    throw error;
  }
  return { stop: end };
}

async function drain(pm2: Pm2): Promise<void> {
  for (const group of stopOrder) {
    const names = (await pm2.list()).map(({ name }) => name).filter((name) => name.split('-')[0] === group);
    await Promise.all([...new Set(names)].map((name) => pm2.remove(name)));
  }
  await pm2.end();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
