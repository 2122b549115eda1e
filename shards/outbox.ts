import type { EventType } from '../shared/core/events.ts';
import { type Partition, partitionOf } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import type { Queues } from '../shared/core/queues.ts';
import { packEvent, unpackEvent, type Wire } from '../shared/core/wire.ts';
import type { Lane, Taken } from './frames.ts';
import { type Batch, type Held, openPublisher, type Publisher } from './publisher.ts';
import type { Unfinished } from './unfinished.ts';
import type { Watermark } from './watermark.ts';

interface Deps {
  shard: number;
  partitions: number;
  queue: Queues['queue'];
  watermark: Watermark;
  unfinished: Unfinished;
  log: Log;
  /** Bytes that may wait before the shard should let go of its socket. */
  bound: number;
  /** Called when the bound is crossed. */
  onFull: () => void;
  /** Gives up what waits; Discord still has it. */
  signal: AbortSignal;
}

/** What a shard has to enqueue: a publisher for each lane and partition, opened at its first event. */
export interface Outbox {
  push(taken: Taken<EventType>, session: string, sequence: number): void;
  drained(): Promise<void>;
  /** Estimated bytes that wait. */
  readonly bytes: number;
}

export function openOutbox(deps: Deps): Outbox {
  const publishers = new Map<string, { publisher: Publisher; hold: (sequence: number) => number }>();
  let bytes = 0;

  function publisherOf(lane: Lane, partition: Partition) {
    const name = `${lane}-${partition.index}`;
    const known = publishers.get(name);
    if (known) return known;
    const { watermark, unfinished, log, signal } = deps;
    const marks = watermark.lane();
    const send = async (batches: readonly Batch[]) => {
      for (const { key, first } of await senders[lane](deps, partition, batches))
        if (first.session === watermark.session?.id)
          unfinished.note(partition.index, key, first.sequence - 1);
      for (const { size } of batches.flat()) bytes -= size;
    };
    const opened = { publisher: openPublisher({ send, lane: marks, log, signal }), hold: marks.hold };
    publishers.set(name, opened);
    return opened;
  }

  return {
    push({ lane, home, size, envelope }, session, sequence) {
      const { publisher, hold } = publisherOf(lane, partitionOf(home, deps.partitions));
      bytes += size;
      publisher.push({ wire: packEvent(envelope), session, sequence, position: hold(sequence), size });
      if (bytes > deps.bound && bytes - size <= deps.bound) deps.onFull();
    },
    drained: async () => {
      await Promise.all([...publishers.values()].map(({ publisher }) => publisher.drained()));
    },
    get bytes() {
      return bytes;
    },
  };
}

/** A job that was enqueued, and the first event in it. */
interface Sent {
  key: string;
  first: Held;
}

/**
 * How each lane becomes jobs. Ids follow from what is in the job: adding it again, when it is unclear whether it
 * arrived, is adding the same job.
 */
const senders: Record<
  Lane,
  (deps: Pick<Deps, 'queue' | 'shard'>, partition: Partition, batches: readonly Batch[]) => Promise<Sent[]>
> = {
  events: async ({ queue: of, shard }, partition, batches) => {
    const queue = of('events', partition);
    const jobs = batches.map((batch) => ({
      name: 'events',
      data: { shard, events: batch.map(({ wire }) => wire) },
      opts: { jobId: batchId(batch) },
    }));
    await queue.addBulk(jobs);
    return batches.map((batch) => ({ key: queue.toKey(batchId(batch)), first: batch[0] }));
  },
  interactions: async ({ queue: of }, partition, batches) => {
    const queue = of('interactions', partition);
    const held = batches.flat();
    const jobs = held.flatMap(({ wire }) => {
      const event = unpackEvent(wire);
      return event.t === 'INTERACTION_CREATE'
        ? [{ name: 'interaction', data: event, opts: { jobId: interactionId(wire) } }]
        : [];
    });
    await queue.addBulk(jobs);
    return held.map((first) => ({ key: queue.toKey(interactionId(first.wire)), first }));
  },
};

/** BullMQ's ids hold no colon. */
function batchId(batch: Batch): string {
  const first = batch[0];
  const last = batch[batch.length - 1] ?? first;
  return `${first.session.replaceAll(':', '_')}-${first.sequence}-${last.sequence}`;
}

/** Nor are they digits alone. */
function interactionId([, id]: Wire): string {
  return `interaction-${id}`;
}
