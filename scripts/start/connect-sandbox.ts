import { join } from 'node:path';
import { discordReturn } from '../../shared/setup/discord-identity.ts';
import { keepRunning } from '../services/keep.ts';
import type { Say } from '../services/service.ts';
import { type SandboxProcess, startSandbox } from './sandbox.ts';

interface SandboxHost {
  root: string;
  dataDir: string;
  /** Where people may find the web tier. */
  origins: string[];
  say: Say;
  /** Breaks off a start that is under way. */
  stop: AbortSignal;
  onLoss: (sentence: string) => void;
  onStop: (close: () => Promise<void>) => void;
}

/** Starts the sandbox and answers with what makes the processes take it for Discord. */
export async function connectSandbox({ root, dataDir, origins, say, stop, onLoss, onStop }: SandboxHost) {
  const redirects = origins.map((origin) => `${origin}${discordReturn}`);
  let latest: SandboxProcess | undefined;
  const start = async (port?: number) => {
    const signal = port ? undefined : stop; // one that is brought back is needed for draining too
    latest = await startSandbox({ root, dir: join(dataDir, 'sandbox'), port, redirects, signal, say });
    return latest;
  };
  const kept = await keepRunning({ name: 'The sandbox', start, say, onLoss });
  onStop(kept.stop);
  const { page, token, clientSecret } = latest ?? {};
  const environment = { DISCORD_API: kept.url, DISCORD_TOKEN: token, DISCORD_CLIENT_SECRET: clientSecret };
  return { page, environment };
}
