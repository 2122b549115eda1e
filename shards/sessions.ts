import { z } from 'zod';
import { type Clock, DAY, MINUTE } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import { persist } from './lua.ts';
import type { Unfinished } from './unfinished.ts';
import type { Session } from './watermark.ts';

/** Milliseconds. */
export const lifetime = 7 * DAY; // keys.ts; Discord forgets sessions far sooner
/** For how long after a session's last sign of life resuming it is worth a try. */
export const resumable = 15 * MINUTE;
const mostAsked = 64; // jobs per partition and call, which keeps the script under a tenth of a millisecond

const Stored = z.object({
  /** Which process wrote it, so that another's hand is not taken for a loss of memory. */
  owner: z.string(),
  id: z.string().min(1),
  url: z.url(),
  shards: z.int().min(1),
  sequence: z.int().min(0),
  at: z.int(),
});
type Stored = z.infer<typeof Stored>;

export type Saved =
  /** Redis remembers everything; what workers finished is noted in `unfinished`. */
  | { is: 'kept' }
  /** Nothing was stored: Redis holds something older than what it was told, or was restarted. */
  | { is: 'lost' }
  /** Nothing was stored, nor will be: another process writes this shard's watermark, and goes on from there. */
  | { is: 'contested' };

export interface Sessions {
  /**
   * The session to resume: the newest one stored, at its least watermark over the partitions; `at`: when, by the shard's own
   * time. Call it before anything is enqueued.
   */
  load(): Promise<{ session: Session; sequence: number; at: number } | undefined>;
  /** Stores the watermark in every partition. After `lost` the next call takes what stands there as given. */
  save(session: Session, sequence: number): Promise<Saved>;
}

interface Deps {
  redis: Redis | Cluster;
  /** The shard's own time (stamps.ts). */
  clock: Clock;
  shard: number;
  shards: number;
  partitions: number;
  /** This process, until it ends. */
  owner: string;
  unfinished: Unfinished;
}

export function openSessions(deps: Deps): Sessions {
  const { redis, clock, shard, shards: count, partitions, owner, unfinished } = deps;
  const shelves = Array.from({ length: partitions }, (_, index) => ({
    index,
    key: keys.watermark({ index, of: partitions }, shard, count),
    former: keys.formerWatermark({ index, of: partitions }, shard),
    stood: '',
    run: '',
  }));

  async function saveIn(shelf: (typeof shelves)[number], value: string): Promise<Saved> {
    const jobs = unfinished.oldest(shelf.index, mostAsked);
    const reply = await persist(redis, [shelf.key, ...jobs], [value, lifetime, shelf.stood, shelf.run]);
    const restarted = shelf.run !== '' && reply.run !== shelf.run;
    const isContested = !reply.stored && !restarted && isAnothers(reply.stood);
    if (isContested) return { is: 'contested' };
    shelf.stood = reply.stored ? value : reply.stood;
    shelf.run = reply.run;
    if (!reply.stored) return { is: 'lost' };
    unfinished.finish(shelf.index, new Set(jobs.filter((_, i) => reply.jobs[i] === 0)));
    return { is: 'kept' };
  }

  /**
   * Learns what stands there. Where nothing does, something must before the first batch is enqueued: otherwise memory
   * that is lost before the first watermark was stored would not be missed.
   */
  async function claim(shelf: (typeof shelves)[number]): Promise<Stored | undefined> {
    const mark = JSON.stringify({ owner });
    const { stored, stood, run } = await persist(redis, [shelf.key], [mark, lifetime, '', '']);
    shelf.stood = stored ? mark : stood;
    shelf.run = run;
    return parse(stood) ?? (await readFormer(shelf.former));
  }

  /** Of the version before (keys.ts); can go with that key. */
  async function readFormer(key: string): Promise<Stored | undefined> {
    const former = parse((await redis.get(key)) ?? '');
    return former?.shards === count ? former : undefined;
  }

  function isAnothers(value: string): boolean {
    const stored = parse(value);
    return stored !== undefined && stored.owner !== owner;
  }

  return {
    async load() {
      const claimed = await Promise.all(shelves.map(claim));
      const least = leastOf(claimed.flatMap((stored) => stored ?? []));
      if (!least) return undefined;
      const { id, url, shards, sequence, at } = least;
      return { session: { id, url, shards }, sequence, at };
    },
    async save({ id, url, shards }, sequence) {
      const value = JSON.stringify({ owner, id, url, shards, sequence, at: clock() } satisfies Stored);
      const saved = await Promise.all(shelves.map((shelf) => saveIn(shelf, value)));
      const fault = saved.find(({ is }) => is === 'contested') ?? saved.find(({ is }) => is === 'lost');
      return fault ?? { is: 'kept' };
    },
  };
}

/** What is stored of a shard in each partition; without a count as the version before stored it (keys.ts). */
export async function loadStored(
  redis: Redis | Cluster,
  { shard, shards, partitions }: Pick<Deps, 'shard' | 'partitions'> & { shards: number | undefined },
): Promise<Stored[]> {
  const places = Array.from({ length: partitions }, (_, index) => ({ index, of: partitions }));
  const values = await Promise.all(
    places.map((place) =>
      redis.get(
        shards === undefined ? keys.formerWatermark(place, shard) : keys.watermark(place, shard, shards),
      ),
    ),
  );
  return values.flatMap((value) => parse(value ?? '') ?? []);
}

/** The newest session, at its least watermark. */
export function leastOf(all: readonly Stored[]): Stored | undefined {
  const newest = newestOf(all);
  const same = all.filter(({ id }) => id === newest?.id);
  return newest && { ...newest, sequence: Math.min(...same.map(({ sequence }) => sequence)) };
}

function newestOf(all: readonly Stored[]): Stored | undefined {
  return all.reduce<Stored | undefined>((a, b) => (a && a.at >= b.at ? a : b), undefined);
}

function parse(value: string): Stored | undefined {
  if (value === '') return undefined;
  try {
    return Stored.parse(JSON.parse(value));
  } catch {
    return undefined; // written by another version: it cannot be resumed from
  }
}
