import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from './clock.ts';
import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';
import { announceChange } from './settings.ts';
import type { Snowflake } from './snowflake.ts';

const patience = 2 * SECOND; // longer than Redis ever takes; who saved waits for it

/** Tells every process of a change that stands already. Where that fails they obey once their caches expire. */
export async function tellProcesses(
  { redis, log }: { redis: Redis | Cluster; log: Pick<Log, 'warn'> },
  feature: string,
  guild: Snowflake,
): Promise<void> {
  const over = new AbortController();
  const told = announceChange(redis, feature, guild).then(
    () => undefined,
    (error: unknown) => error,
  );
  const late = sleep(patience, 'no answer in time', { signal: over.signal }).catch(() => undefined);
  const fault = await Promise.race([told, late]);
  over.abort();
  if (fault !== undefined)
    log.warn({ err: fault, feature, guild }, 'a change of settings could not be announced');
}
