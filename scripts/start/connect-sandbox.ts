import { join } from 'node:path';
import { keepRunning } from '../services/keep.ts';
import type { Say } from '../services/service.ts';
import { type SandboxProcess, startSandbox } from './sandbox.ts';

interface SandboxHost {
  root: string;
  dataDir: string;
  say: Say;
  /** Breaks off a start that is under way. */
  stop: AbortSignal;
  onLoss: (sentence: string) => void;
  onStop: (close: () => Promise<void>) => void;
}

/** Starts the sandbox and answers with what makes the processes take it for Discord. */
export async function connectSandbox({ root, dataDir, say, stop, onLoss, onStop }: SandboxHost) {
  let latest: SandboxProcess | undefined;
  const start = async (port?: number) => {
    const signal = port ? undefined : stop; // one that is brought back is needed for draining too
    latest = await startSandbox({ root, dir: join(dataDir, 'sandbox'), port, signal, say });
    return latest;
  };
  const kept = await keepRunning({ name: 'The sandbox', start, say, onLoss });
  onStop(kept.stop);
  return { page: latest?.page, environment: { DISCORD_API: kept.url, DISCORD_TOKEN: latest?.token } };
}
