import { join } from 'node:path';
import { keepRunning } from '../services/keep.ts';
import type { Say } from '../services/service.ts';
import { type SandboxProcess, startSandbox } from './sandbox.ts';

interface SandboxHost {
  root: string;
  dataDir: string;
  say: Say;
  onLoss: (sentence: string) => void;
  onStop: (close: () => Promise<void>) => void;
}

/** Starts the sandbox and answers with what makes the processes take it for Discord. */
export async function connectSandbox({ root, dataDir, say, onLoss, onStop }: SandboxHost) {
  let latest: SandboxProcess | undefined;
  const start = async (port?: number) => {
    latest = await startSandbox({ root, dir: join(dataDir, 'sandbox'), port, say });
    return latest;
  };
  const kept = await keepRunning({ name: 'The sandbox', start, say, onLoss });
  onStop(kept.stop);
  return { page: latest?.page, environment: { DISCORD_API: kept.url, DISCORD_TOKEN: latest?.token } };
}
