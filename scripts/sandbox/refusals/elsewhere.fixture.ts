import { type SandboxOptions, startSandbox } from '../index.ts';
import { type Ground, groundOf } from './ground.fixture.ts';

/** Plays a case on a sandbox of its own, for rules that need other options. */
export async function elsewhere<T>(
  options: Partial<SandboxOptions>,
  play: (ground: Ground) => Promise<T>,
): Promise<T> {
  let at = 1_750_000_000_000;
  const sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 0, now: () => at, ...options });
  const pass = (milliseconds: number) => {
    at += milliseconds;
  };
  try {
    return await play(groundOf(sandbox, pass));
  } finally {
    await sandbox.stop();
  }
}
