import { type StatusRow, saveStatuses } from '../shared/analytics/store.ts';
import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Knex } from '../shared/db/knex.ts';
import type { State } from './gateway.ts';

const every = 10 * SECOND;

export interface ShardStatus extends Omit<StatusRow, 'process' | 'beatAt'> {
  state: State['is'];
}

interface Deps {
  db: Knex;
  clock: Clock;
  log: Log;
  /** Name of this process, stable over restarts. */
  process: string;
}

interface Beating {
  status(): ShardStatus;
}

/** Tells Postgres every ten seconds how each of the shards does that this process has then. */
export function openHeartbeat(
  { db, clock, log, process }: Deps,
  shards: () => readonly Beating[],
): { start(): void; beat(): Promise<void>; tell(shard: Beating): Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let beating = false;

  async function beat(): Promise<void> {
    if (beating) return; // Postgres is slow or away: the next one tells all there is to tell
    beating = true;
    await save(shards());
    beating = false;
  }

  async function save(all: readonly Beating[]): Promise<void> {
    try {
      const beatAt = new Date(clock());
      await saveStatuses(
        db,
        all.map((shard) => ({ process, ...shard.status(), beatAt })),
      );
    } catch (error) {
      log.warn({ err: error }, 'could not write the heartbeat');
    }
  }

  return {
    start() {
      timer = setInterval(() => void beat(), every);
    },
    beat,
    tell: (shard) => save([shard]),
    stop: () => clearInterval(timer),
  };
}
