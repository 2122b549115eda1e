import { z } from 'zod';
import type { Partition } from '../../shared/core/keys.ts';
import { recordId } from '../../shared/jobs/record.ts';
import type { Context } from '../context.ts';
import { recordSetAside } from '../runtime/quarantine.ts';
import { type Ended, type Found, keepMissing, type Place } from './keep-missing.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'queue' | 'recorder'>;

const mostListed = 500; // ids, at once
const mostLooked = 10_000; // in a turn: the latest
const mostRead = 500; // in a turn, with their data: about so many

/**
 * As of failed jobs (failed-jobs.ts): keeps events that were set aside by a process that was killed before it could record
 * them. From the latest one back to `until`, which an earlier turn answered. Answers the latest one which, with all before
 * it, is kept; undefined for none. What was queued before `since` (milliseconds since 1970) is let be.
 */
export async function keepSetAside(
  deps: Deps,
  partition: Partition,
  { until, since }: { until: string | undefined; since: number },
): Promise<string | undefined> {
  const place: Place = { queue: 'quarantine', partition };
  const record = ({ name, data }: Found, { job: id, at: queuedAt }: Ended) => {
    const { event, error: why } = SetAside.parse(data);
    return recordSetAside(partition, { id, name, event, why, queuedAt });
  };
  let latest: string | undefined;
  let read = 0;
  for (let from = 0; from < mostLooked; from += mostListed) {
    const listed = await list(deps, place, from);
    const end = listed.findIndex(({ job }) => job === until);
    const fresh = end < 0 ? listed : listed.slice(0, end);
    const held = fresh.filter(({ at }) => at >= since);
    const { missing, handed } = await keepMissing(deps, place, held, since, record);
    const waiting = new Set(handed.map(({ job }) => job));
    for (const { job } of end < 0 ? listed : listed.slice(0, end + 1))
      latest = waiting.has(job) ? undefined : (latest ?? job);
    if (end >= 0 || listed.length < mostListed) break;
    read += missing;
    if (read >= mostRead) return undefined; // the next turn goes on from the latest one again
  }
  return latest;
}

/** The latest first: BullMQ puts what is added at the head of the list, and nothing takes it from there. */
async function list({ redis, queue }: Deps, place: Place, from: number): Promise<Ended[]> {
  const quarantine = queue(place.queue, place.partition);
  const ids = await redis.lrange(quarantine.toKey('wait'), from, from + mostListed - 1);
  const times = await Promise.all(ids.map((id) => redis.hget(quarantine.toKey(id), 'timestamp')));
  return ids.map((job, index) => {
    const at = Number(times[index]);
    return { id: recordId({ queue: place.queue, partition: place.partition.index, job, at }), job, at };
  });
}

const SetAside = z.object({ event: z.unknown(), error: z.string() });
