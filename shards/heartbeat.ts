import { type StatusRow, saveStatuses } from '../shared/analytics/store.ts';
import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Knex } from '../shared/db/knex.ts';
import type { State } from './gateway.ts';

const every = 10 * SECOND;

export interface ShardStatus extends Omit<StatusRow, 'process' | 'startedAt' | 'beatAt'> {
  state: State['is'];
}

interface Deps {
  db: Knex;
  clock: Clock;
  log: Log;
  /** Name of this process, stable over restarts. */
  process: string;
}

/** Tells Postgres every ten seconds how each shard of this process does. */
export function openHeartbeat(
  { db, clock, log, process }: Deps,
  shards: readonly { status(): ShardStatus }[],
): { start(): void; beat(): Promise<void>; stop(): Promise<void> } {
  const startedAt = new Date(clock());
  let timer: NodeJS.Timeout | undefined;
  let beating = false;

  async function beat(): Promise<void> {
    if (beating) return; // Postgres is slow or away: the next one tells all there is to tell
    beating = true;
    try {
      const beatAt = new Date(clock());
      await saveStatuses(
        db,
        shards.map((shard) => ({ process, ...shard.status(), startedAt, beatAt })),
      );
    } catch (error) {
      log.warn({ err: error }, 'could not write the heartbeat');
    } finally {
      beating = false;
    }
  }

  return {
    start() {
      timer = setInterval(() => void beat(), every);
    },
    beat,
    async stop() {
      clearInterval(timer);
      await beat();
    },
  };
}
