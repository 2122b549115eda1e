import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { keys, type Partition } from '../../shared/core/keys.ts';
import type { QueueName } from '../../shared/core/queues.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { findKept } from '../../shared/jobs/list.ts';
import { recordId, recordOf } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import { allPartitions } from '../runtime/consume.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'log' | 'clock' | 'queue' | 'partitions' | 'recorder'>;

interface Place {
  queue: QueueName;
  partition: Partition;
}

/** A job that BullMQ gave up on, by its own list. */
interface Failed {
  /** Of the row that is kept of it. */
  id: string;
  job: string;
  /** Milliseconds since 1970. */
  at: number;
}

const every = 10 * SECOND; // whoever looks for a failure has just been told of it
const taken = 9 * SECOND;
const reach = HOUR; // what is looked for where nothing was seen before
const furthest = 2 * DAY; // behind that no partition is made (shared/db/retention.ts)
const overlap = MINUTE; // clocks of workers differ, and their last commands come late
const mostListed = 500; // ids, at once
const mostRead = 500; // of a queue in a turn, with their data: about so many
const readAtOnce = 20; // of a megabyte each, at the worst
const seenFor = 7 * DAY; // as long as BullMQ has failed jobs

/** Keeps failed jobs, whatever process failed them and however it ended, until closed; of all workers, one at a time. */
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
}

/** `seen`: until then, in milliseconds since 1970, all that are still there are kept. */
async function keepThoseOf(deps: Deps, place: Place, seen: number): Promise<void> {
  const now = deps.clock();
  let since = Math.max(Math.min(seen, now - overlap), now - furthest);
  let kept = seen;
  let waiting = false;
  for (let read = 0; read < mostRead; ) {
    const failed = await listFailed(deps, place, since);
    const last = failed.at(-1);
    if (!last) break;
    const missing = await leaveOutKept(deps, failed, since);
    const handed = await keepAll(deps, place, missing);
    if (!waiting) kept = Math.max(kept, handed[0] ? handed[0].at - 1 : last.at);
    waiting ||= handed.length > 0;
    read += missing.length;
    if (failed.length < mostListed) break;
    since = Math.max(last.at, since + 1);
  }
  if (kept > seen) await remember(deps, place, kept);
}

/** The next of them, the oldest first. */
async function listFailed({ redis, queue }: Deps, place: Place, since: number): Promise<Failed[]> {
  const key = queue(place.queue, place.partition).toKey('failed');
  const list = await redis.zrangebyscore(key, since, '+inf', 'WITHSCORES', 'LIMIT', 0, mostListed);
  return readScores(list).map(([job, at]) => ({
    id: recordId({ queue: place.queue, partition: place.partition.index, job, at }),
    ...{ job, at },
  }));
}

async function leaveOutKept(deps: Deps, failed: Failed[], since: number): Promise<Failed[]> {
  const ids = failed.map(({ id }) => id);
  const kept = await findKept(deps, ids, new Date(since));
  return failed.filter(({ id }) => !kept.has(id));
}

/** Those that are still there. A few at a time: each may carry a megabyte. */
async function keepAll(deps: Deps, place: Place, failed: Failed[]): Promise<Failed[]> {
  const handed: Failed[] = [];
  for (let from = 0; from < failed.length; from += readAtOnce) {
    const few = failed.slice(from, from + readAtOnce);
    const found = await Promise.all(few.map((each) => keep(deps, place, each)));
    handed.push(...few.filter((_, index) => found[index]));
  }
  return handed;
}

/** False where it was retried, or removed, since it was listed. */
async function keep({ queue, recorder }: Deps, place: Place, { job: id, at }: Failed): Promise<boolean> {
  const job = await queue(place.queue, place.partition).getJob(id);
  if (!job) return false;
  const why = job.stacktrace?.at(-1) || job.failedReason;
  recorder.job(recordOf(job, place.partition, { outcome: 'failed', why, at }));
  return true;
}

async function remember({ redis }: Deps, place: Place, kept: number): Promise<void> {
  await redis.hset(keys.failedJobsSeen(), fieldOf(place), kept);
  await redis.pexpire(keys.failedJobsSeen(), seenFor);
}

function fieldOf({ queue, partition }: Place): string {
  return `${queue}:${partition.index}/${partition.of}`;
}

/** Member, score, member, score. */
function readScores(list: string[]): [member: string, score: number][] {
  return list.flatMap((member, index) => (index % 2 === 0 ? [[member, Number(list[index + 1])]] : []));
}
