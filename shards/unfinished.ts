import { type Clock, SECOND } from '../shared/core/clock.ts';

/** How long a finished batch still counts as unfinished: its effects were enqueued, but may not be done. */
const grace = 10 * SECOND;
/** Batches remembered per partition. Under load that is more than Discord's replay buffer holds. */
const capacity = 4_096;

interface Batch {
  /** Key of its job in Redis. */
  key: string;
  /** The last sequence before the batch: where a replay of it begins. Undefined where its session is over: nobody has it. */
  before: number | undefined;
  finishedAt: number | undefined;
}

/**
 * Batches that workers may not have finished, oldest first: what Redis would lose with its
 * memory. A job is removed when it is done and marked when it failed for good, so a batch of which neither can be said
 * is the only one to worry about, provided that Redis kept its memory; sessions.ts asks for both in one atomic step.
 * Where it did not, Discord replays from `replayFrom`: the watermark of the oldest batch that may be unfinished.
 * Finished ones are replayed again with it, which does no harm, since every event has a natural identity.
 */
export interface Unfinished {
  note(partition: number, key: string, before: number): void;
  /** Keys of the oldest jobs of a partition that are not known to be done. */
  oldest(partition: number, most: number): string[];
  /** These jobs are done. */
  finish(partition: number, keys: ReadonlySet<string>): void;
  /** The sequence to replay from; undefined where nothing can be missing. */
  replayFrom(): number | undefined;
  /** A batch older than that may be missing as well: there were too many to remember, or it was of a session that is over. */
  readonly forgot: boolean;
  readonly isEmpty: boolean;
  /** The session is over: none of its batches can be replayed any more. */
  endSession(): void;
  /** Forgets all: they were replayed. */
  clear(): void;
}

export function openUnfinished(clock: Clock): Unfinished {
  const byPartition = new Map<number, Batch[]>();
  const forgetful = new Set<number>(); // partitions of which a batch was forgotten, until all that came after it are done

  function pruneOne(partition: number, batches: Batch[]): void {
    const expired = clock() - grace;
    const first = batches.findIndex(({ finishedAt }) => finishedAt === undefined || finishedAt > expired);
    batches.splice(0, first === -1 ? batches.length : first);
    if (batches.length === 0) forgetful.delete(partition);
  }

  function prune(): Batch[][] {
    for (const [partition, batches] of byPartition) pruneOne(partition, batches);
    return [...byPartition.values()].filter(({ length }) => length > 0);
  }

  return {
    note(partition, key, before) {
      const batches = byPartition.get(partition) ?? [];
      byPartition.set(partition, batches);
      batches.push({ key, before, finishedAt: undefined });
      if (batches.length > capacity) pruneOne(partition, batches);
      if (batches.length > capacity) {
        batches.shift();
        forgetful.add(partition);
      }
    },
    oldest(partition, most) {
      const open: string[] = [];
      for (const { key, finishedAt } of byPartition.get(partition) ?? []) {
        if (open.length === most) break;
        if (finishedAt === undefined) open.push(key);
      }
      return open;
    },
    finish(partition, keys) {
      const now = clock();
      for (const batch of byPartition.get(partition) ?? []) if (keys.has(batch.key)) batch.finishedAt ??= now;
    },
    replayFrom() {
      const starts = prune().flatMap(
        (batches) => batches.find(({ before }) => before !== undefined)?.before ?? [],
      );
      return starts.length === 0 ? undefined : Math.min(...starts);
    },
    get forgot() {
      const isOver = ([head]: Batch[]) => head?.before === undefined;
      return prune().some(isOver) || forgetful.size > 0;
    },
    get isEmpty() {
      return prune().length === 0;
    },
    endSession() {
      for (const batch of [...byPartition.values()].flat()) batch.before = undefined;
    },
    clear() {
      byPartition.clear();
      forgetful.clear();
    },
  };
}
