import { SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { Knex } from '../shared/db/knex.ts';
import type { Shard } from './shard.ts';
import { isWhole, saveWhole } from './whole.ts';

const every = SECOND;

interface Deps {
  redis: Redis | Cluster;
  db: Knex;
  log: Log;
  shards: number;
  /** Of another count, whose sessions can be resumed. */
  former: number | undefined;
  /** Writes a heartbeat. */
  beat: () => Promise<void>;
}

interface Running {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Another number of shards: the former generation is resumed and runs beside the new one, until that is wholly attached.
 * Both hear what happens meanwhile, which does no harm: events have natural identities. What is whole is noted again and
 * again, since Redis may lose its memory.
 */
export function openReplacement(
  { redis, db, log, shards, former, beat }: Deps,
  open: (count: number, onGap: (live: readonly Shard[]) => void) => Running,
): Running {
  let running = former === undefined ? undefined : open(former, noteGap);
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  function noteGap([shard]: readonly Shard[]): void {
    if (shard) shard.noteGap();
    else
      log.error({ former }, 'a session of the former shards cannot be resumed: events may have been missed');
  }

  async function look(): Promise<void> {
    if (running) await beat();
    if (running && !(await isWhole(db, shards))) return;
    await saveWhole(redis, shards);
    if (!running) return;
    log.info({ shards, former }, 'all shards are attached: letting go of the former ones');
    await running.stop();
    running = undefined;
  }

  function lookAgain(): void {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => log.warn({ err: error }, 'cannot tell whether all shards are attached'))
      .finally(() => {
        isLooking = false;
      });
  }

  return {
    async start() {
      if (running)
        log.info({ shards, former }, 'another number of shards: the former go on until all are attached');
      await running?.start();
      timer = setInterval(lookAgain, every);
      lookAgain();
    },
    async stop() {
      clearInterval(timer);
      await running?.stop();
    },
  };
}
