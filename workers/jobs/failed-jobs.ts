import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { recordId, recordOf } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import { allPartitions } from '../runtime/consume.ts';
import { type Ended, type Found, keepMissing, type Place } from './keep-missing.ts';
import { keepSetAside } from './set-aside.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'log' | 'clock' | 'queue' | 'partitions' | 'recorder'>;

const every = 10 * SECOND; // whoever looks for a failure has just been told of it
const taken = 9 * SECOND;
const reach = HOUR; // what is looked for where nothing was seen before
const furthest = 2 * DAY; // behind that no partition is made (shared/db/retention.ts)
const overlap = MINUTE; // clocks of workers differ, and their last commands come late
const mostListed = 500; // ids, at once
const mostRead = 500; // of a queue in a turn, with their data: about so many
const seenFor = 7 * DAY; // as long as BullMQ has failed jobs

/**
 * Keeps failed jobs and events that were set aside, whatever process did so and however it ended, until closed; of all
 * workers, one at a time.
 */
export function runFailedJobs(deps: Deps, pause = every): { close(): Promise<void> } {
  const turn = { key: keys.failedJobsTurn(), name: 'look at failed jobs', every: pause, taken };
  return takeTurns(deps, turn, () => keepFailedJobs(deps));
}

/**
 * Hands those to the recorder that are not kept yet, the oldest first, queue by queue. The next turn goes on behind the last
 * one that was seen kept, so that neither many at once nor hours without a turn leave one out. Repeated, each is kept once.
 */
export async function keepFailedJobs(deps: Deps): Promise<void> {
  const seen = await deps.redis.hgetall(keys.failedJobsSeen());
  for (const queue of queueNames)
    for (const partition of allPartitions(deps.partitions)) {
      const place = { queue, partition };
      await keepThoseOf(deps, place, Number(seen[fieldOf(place)] ?? deps.clock() - reach));
    }
  for (const partition of allPartitions(deps.partitions)) {
    const field = `set-aside:${partition.index}/${partition.of}`;
    const until = await keepSetAside(deps, partition, { until: seen[field], since: deps.clock() - furthest });
    if (until !== undefined && until !== seen[field]) await remember(deps, field, until);
  }
}

/** `seen`: until then, in milliseconds since 1970, all that are still there are kept. */
async function keepThoseOf(deps: Deps, place: Place, seen: number): Promise<void> {
  const now = deps.clock();
  let since = Math.max(Math.min(seen, now - overlap), now - furthest);
  let kept = seen;
  let waiting = false;
  const record = (job: Found, { at }: Ended) => {
    const why = job.stacktrace?.at(-1) || job.failedReason;
    return recordOf(job, place.partition, { outcome: 'failed', why, at });
  };
  for (let read = 0; read < mostRead; ) {
    const failed = await listFailed(deps, place, since);
    const last = failed.at(-1);
    if (!last) break;
    const { missing, handed } = await keepMissing(deps, place, failed, since, record);
    if (!waiting) kept = Math.max(kept, handed[0] ? handed[0].at - 1 : last.at);
    waiting ||= handed.length > 0;
    read += missing;
    if (failed.length < mostListed) break;
    since = Math.max(last.at, since + 1);
  }
  if (kept > seen) await remember(deps, fieldOf(place), String(kept));
}

/** The next of them, the oldest first. */
async function listFailed({ redis, queue }: Deps, place: Place, since: number): Promise<Ended[]> {
  const key = queue(place.queue, place.partition).toKey('failed');
  const list = await redis.zrangebyscore(key, since, '+inf', 'WITHSCORES', 'LIMIT', 0, mostListed);
  return readScores(list).map(([job, at]) => ({
    id: recordId({ queue: place.queue, partition: place.partition.index, job, at }),
    ...{ job, at },
  }));
}

async function remember({ redis }: Deps, field: string, seen: string): Promise<void> {
  await redis.hset(keys.failedJobsSeen(), field, seen);
  await redis.pexpire(keys.failedJobsSeen(), seenFor);
}

function fieldOf({ queue, partition }: Place): string {
  return `${queue}:${partition.index}/${partition.of}`;
}

/** Member, score, member, score. */
function readScores(list: string[]): [member: string, score: number][] {
  return list.flatMap((member, index) => (index % 2 === 0 ? [[member, Number(list[index + 1])]] : []));
}
