import type { BotStatus } from '../shared/analytics/model.ts';
import { latestStatuses } from '../shared/analytics/store.ts';
import { SECOND } from '../shared/core/clock.ts';
import { within } from '../shared/core/deadline.ts';
import { type Holding, openHoldings } from '../shared/core/holdings.ts';
import type { LeaseOrder } from '../shared/core/leases.ts';
import { resumable } from './sessions.ts';
import { openShard, type Shard, type ShardDeps } from './shard.ts';

const patience = 3 * SECOND; // for Postgres, without which a shard resumes as well
const farewell = 2 * SECOND; // for the last heartbeat of a shard that others wait for

/** What the shards of a process have in common. */
export type SharedDeps = Omit<ShardDeps, 'before' | 'onContested' | 'former' | 'leftUntil'>;

interface Deps {
  shard: SharedDeps;
  lease: Omit<LeaseOrder, 'kind' | 'count'>;
  /** Writes the heartbeat of a shard that goes to another process. */
  tell: (shard: Shard) => Promise<void>;
  /** This one is resumed until another is whole: it identifies nothing. Told is what of it cannot be resumed. */
  former?: { onGap: () => void };
  /** Another count may still be resumed: what a heartbeat tells of that one's sessions does not matter here. */
  follows?: number;
}

/** All shards of one count, as far as they fall to this process. */
export function openGeneration({ shard: common, lease, tell, former, follows }: Deps) {
  const { db, redis, clock, log, link } = common;
  const { shards } = link;

  async function begin(id: number): Promise<Holding & { shard: Shard }> {
    const latest = former ? undefined : await latestOf(id);
    const isNew = follows !== undefined;
    const before = isNew && latest?.shards === follows ? undefined : latest;
    const leftUntil = isNew ? clock() - resumable : undefined; // when there were as many before
    const own = { before, former, leftUntil, onContested: () => contested(id) };
    const shard = openShard({ ...common, ...own }, id);
    await shard.start();
    return {
      shard,
      doubt: shard.doubt,
      async stop() {
        await shard.stop();
        if (!former) await within(farewell, tell(shard)).catch(() => {}); // the next one to have it tells the same
      },
    };
  }

  /** Undefined also where Postgres does not answer: a stored session alone tells then whether an identify is a gap. */
  async function latestOf(id: number): Promise<BotStatus | undefined> {
    try {
      return (await within(patience, latestStatuses(db, [id], clock))).get(id);
    } catch (error) {
      log.warn({ err: error, shard: id }, 'beginning without knowing how the shard did before');
      return undefined;
    }
  }

  function contested(id: number): void {
    log.error({ shard: id, shards }, 'another process has this shard as well: letting go of it');
    void holdings.drop(id);
  }

  const holdings = openHoldings({ redis, log }, { ...lease, kind: 'shards', count: shards }, begin);
  return {
    get live(): readonly Shard[] {
      return holdings.live.map(({ shard }) => shard);
    },
    start: holdings.start,
    stop: holdings.stop,
  };
}
