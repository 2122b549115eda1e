import { SECOND } from '../shared/core/clock.ts';
import { channels } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { Knex } from '../shared/db/knex.ts';
import { shardsWithRuns } from '../shared/sync/runs.ts';

const every = SECOND;

interface Deps {
  db: Knex;
  log: Log;
  /** A connection of its own. */
  subscriber: Redis | Cluster;
  /** Of how many shards these are some. */
  shards: number;
}

interface Loader {
  readonly id: number;
  loadMembers(): Promise<void>;
}

/**
 * Gives the shards that a process has then their turns to load members: every second those that have runs, as one cheap query tells,
 * and at once a shard of whose guild a run is announced.
 */
export function openRunWatch({ db, log, subscriber, shards }: Deps, loaders: () => readonly Loader[]) {
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isAway = false;
  let isOver = false;

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      isAway = false;
    } catch (error) {
      if (!isAway && !isOver)
        log.warn({ err: error }, 'cannot load members now; trying again until it works');
      isAway = true;
    }
  }

  async function look(): Promise<void> {
    const busy = await shardsWithRuns(db, shards);
    await Promise.all(
      loaders()
        .filter(({ id }) => busy.has(id))
        .map((loader) => loader.loadMembers()),
    );
  }

  function tick(): void {
    if (isLooking) return;
    isLooking = true;
    void attempt(look).finally(() => {
      isLooking = false;
    });
  }

  return {
    start() {
      subscriber.on('message', (_channel: string, guild: string) => {
        const loader = loaders().find(({ id }) => id === shardOf(guild, shards));
        if (loader) void attempt(() => loader.loadMembers());
      });
      subscriber.subscribe(channels.sync).catch((error: unknown) => log.debug({ err: error }, 'subscriber'));
      timer = setInterval(tick, every);
    },
    /** No turn begins after it; one that is under way ends by itself. */
    stop(): void {
      isOver = true;
      clearInterval(timer);
      subscriber.disconnect();
    },
  };
}

/** Discord documentation, "Sharding Formula". */
function shardOf(guild: string, shards: number): number | undefined {
  return /^\d{1,19}$/.test(guild) ? Number((BigInt(guild) >> 22n) % BigInt(shards)) : undefined;
}
