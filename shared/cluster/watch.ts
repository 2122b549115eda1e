import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, SECOND } from '../core/clock.ts';
import { within } from '../core/deadline.ts';
import { keys } from '../core/keys.ts';
import type { Log } from '../core/log.ts';
import type { Queues } from '../core/queues.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Knex } from '../db/knex.ts';
import { readNow } from '../db/now.ts';
import { type Found, settleAlarms } from './alarms.ts';
import { findLateDeliveries } from './delivery-signs.ts';
import { findFailedEffects } from './effect-signs.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Outage } from './outage.ts';
import { findDeadProcesses, findFullDisks } from './process-signs.ts';
import { listProcesses } from './processes.ts';
import { recordLag } from './queue-lag.ts';
import { findLaggingQueues } from './queue-signs.ts';
import { type QueueReading, readQueues } from './queues.ts';
import { findDeadShards, findGaps } from './shard-signs.ts';
import { listAllShards } from './shards.ts';
import { findUnstarted, startPatience } from './unstarted-signs.ts';

export interface WatchDeps {
  db: Knex;
  redis: Redis | Cluster;
  queue: Queues['queue'];
  partitions: number;
  clock: Clock;
  log: Log;
  /** Of this very process. */
  heartbeat: Pick<Heartbeat, 'steadySince'>;
}

const patience = 5 * SECOND; // for Redis, and for the time by Postgres
const glance = 250; // ms; an idle worker takes a job within some
const steady = 30 * SECOND; // nobody's heartbeats got through while ours did not: then silence says nothing

/** `now` in milliseconds since 1970, by the clock of Postgres, as heartbeats are dated. */
type Look = (deps: WatchDeps, now: number) => Promise<Found>;

/** What is looked at. One look that fails leaves the others, and alarms of its kinds as they are. */
const looks: Record<string, Look> = {
  async processes({ db, clock, heartbeat }, now) {
    const processes = await listProcesses({ db });
    const disks = findFullDisks(processes, now);
    const steadyFor = clock() - heartbeat.steadySince();
    if (steadyFor < steady) return { signs: disks, whole: ['disk'] };
    const signs = [...disks, ...findDeadProcesses(processes, now)];
    if (steadyFor < startPatience) return { signs, whole: ['disk'] }; // all may be starting just now
    return { signs: [...signs, ...findUnstarted(processes, now)], whole: ['disk', 'dead-process'] };
  },
  async shards({ db, clock, heartbeat }, now) {
    const { shards, count } = await listAllShards({ db });
    const gaps = findGaps(shards, now);
    if (clock() - heartbeat.steadySince() < steady) return { signs: gaps, whole: ['gap'] };
    return { signs: [...gaps, ...findDeadShards(shards, count, now)], whole: ['gap', 'dead-shard'] };
  },
  async effects(deps, now) {
    return { signs: await findFailedEffects(deps, now), whole: ['failed-effects'] };
  },
  async deliveries(deps, now) {
    return { signs: await findLateDeliveries(deps, now), whole: [] }; // the queues' look ends it
  },
  async queues(deps) {
    const now = deps.clock(); // jobs are dated by their hosts
    const queues = await within(patience, readSteadily(deps, now)).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'the queues cannot be read');
    });
    const text = 'Redis does not answer: nothing is handled, and queues cannot be read.';
    if (!queues) return { signs: [{ kind: 'queue-lag', subject: 'redis', text }], whole: [] };
    await recordLag(deps, queues, now);
    return { signs: findLaggingQueues(queues, now), whole: ['queue-lag'] };
  },
};

/**
 * Twice where one lags: a job that just comes back for another attempt was added long ago, and is gone at the second
 * glance.
 */
async function readSteadily(deps: WatchDeps, now: number): Promise<QueueReading[]> {
  const queues = await readQueues(deps, now);
  if (findLaggingQueues(queues, now).length === 0) return queues;
  await sleep(glance);
  const later = await readQueues(deps, now);
  return later.map((queue, index) => {
    const oldest = queues[index]?.oldest ?? null;
    return {
      ...queue,
      oldest: oldest === null || queue.oldest === null ? null : Math.min(oldest, queue.oldest),
    };
  });
}

/** Looks at everything once, raises alarms and clears those that are over. */
export async function watchOnce(deps: WatchDeps): Promise<void> {
  await lookAfter(deps, await readNow(deps));
}

async function lookAfter(deps: WatchDeps, now: number): Promise<void> {
  for (const [name, look] of Object.entries(looks)) {
    try {
      await settleAlarms(deps, await look(deps, now), new Date(now));
    } catch (error) {
      deps.log.warn({ err: error, look: name }, 'could not look after the cluster');
    }
  }
}

const every = 15 * SECOND;
const taken = 14 * SECOND;
const answer = 2 * SECOND;

/**
 * Looks every fifteen seconds until closed, and then tells of alarms; of all processes one at a time. `outage` hears whether
 * Postgres answers: without it nothing can be looked at.
 */
export function runWatch(
  deps: WatchDeps,
  { tell, outage }: { tell: () => Promise<void>; outage: Outage },
  pause = every,
): { close(): Promise<void> } {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= turn()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'no look after the cluster this time'))
      .finally(() => {
        looking = undefined;
      });
  }, pause);
  async function turn(): Promise<void> {
    if (!(await isMine(deps))) return;
    const now = await within(patience, readNow(deps)).catch(async (error: unknown) => {
      await outage.failed();
      throw error;
    });
    await outage.answered();
    await lookAfter(deps, now);
    await tell();
  }
  return {
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Where Redis does not say whose turn it is, each looks: an alarm that two raise is one. */
async function isMine({ redis }: Pick<WatchDeps, 'redis'>): Promise<boolean> {
  if (redis.status !== 'ready') return true;
  const claim = redis.set(keys.watchTurn(), String(process.pid), 'PX', taken, 'NX');
  return within(answer, claim).then(
    (said) => said === 'OK',
    () => true,
  );
}
