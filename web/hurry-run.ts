import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../shared/core/clock.ts';
import { queueRun } from '../shared/maintenance/queue-run.ts';
import type { Deps } from './context.ts';

const patience = 2 * SECOND; // somebody waits for the page

/** Hands a run that was written down to the workers. Where the queue cannot be reached in time they find it themselves, within a minute. */
export async function hurryRun(deps: Pick<Deps, 'queue' | 'partitions' | 'log'>, run: string): Promise<void> {
  const over = new AbortController();
  const queued = queueRun(deps, run).then(
    () => undefined,
    (error: unknown) => error,
  );
  const late = sleep(patience, 'no answer in time', { signal: over.signal }).catch(() => undefined);
  const fault = await Promise.race([queued, late]);
  over.abort();
  if (fault !== undefined)
    deps.log.warn({ err: fault, run }, 'maintenance was not queued: workers will find it');
}
