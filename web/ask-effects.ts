import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../shared/core/clock.ts';
import { type PlannedEffect, queueEffects } from '../shared/effects/planned.ts';
import type { Deps } from './context.ts';

const patience = 2 * SECOND; // somebody waits for the page

/**
 * Has Discord asked for what was committed as wanted, at once. Where the queues cannot be reached in time it is left to the
 * workers' sweep, which finds it within two minutes; asked for twice it is done once.
 */
export async function askEffects(
  deps: Pick<Deps, 'queue' | 'partitions' | 'log'>,
  planned: readonly PlannedEffect[],
): Promise<void> {
  const over = new AbortController();
  const asked = queueEffects(deps, planned).then(
    () => undefined,
    (error: unknown) => error,
  );
  const late = sleep(patience, 'no answer in time', { signal: over.signal }).catch(() => undefined);
  const fault = await Promise.race([asked, late]);
  over.abort();
  if (fault !== undefined) deps.log.warn({ err: fault }, 'effects could not be queued: the sweep will');
}
