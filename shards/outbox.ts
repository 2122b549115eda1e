import type { AnyEnvelope, EventType } from '../shared/core/events.ts';
import { type Partition, partitionOf } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import { addWritten, type Queues, type Written } from '../shared/core/queues.ts';
import { packEvent } from '../shared/core/wire.ts';
import type { Lane, Taken } from './frames.ts';
import { type Batch, openPublisher, type Publisher } from './publisher.ts';
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
  /** About how many bytes wait. */
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
    const { most, job } = lanes[lane];
    const queue = deps.queue(lane, partition);
    const marks = watermark.lane();
    const send = async (batches: readonly Batch[]) => {
      const jobs = batches.map((batch) => job(batch, deps.shard));
      await addWritten(queue, jobs);
      for (const [i, { first, size }] of batches.entries()) {
        bytes -= size;
        if (first.session === watermark.session?.id)
          unfinished.note(partition.index, queue.toKey(jobs[i]?.id ?? ''), first.sequence - 1);
      }
    };
    const opened = { publisher: openPublisher({ send, most, lane: marks, log, signal }), hold: marks.hold };
    publishers.set(name, opened);
    return opened;
  }

  return {
    push({ lane, home, envelope }, session, sequence) {
      const { publisher, hold } = publisherOf(lane, partitionOf(home, deps.partitions));
      const text = lanes[lane].text(envelope);
      bytes += text.length;
      publisher.push({ id: envelope.id, text, session, sequence, position: hold(sequence) });
      if (bytes > deps.bound && bytes - text.length <= deps.bound) deps.onFull();
    },
    drained: async () => {
      await Promise.all([...publishers.values()].map(({ publisher }) => publisher.drained()));
    },
    get bytes() {
      return bytes;
    },
  };
}

interface LaneForm {
  /** Events per job, at most. */
  most: number;
  text: (envelope: AnyEnvelope) => string;
  job: (batch: Batch, shard: number) => Written;
}

/**
 * How each lane becomes jobs. Ids follow from what is in the job: adding it again, when it is unclear whether it
 * arrived, is adding the same job. BullMQ's ids hold no colon, nor are they digits alone.
 */
const lanes: Record<Lane, LaneForm> = {
  events: {
    most: 256,
    text: (envelope) => JSON.stringify(packEvent(envelope)),
    job: ({ first, last, texts }, shard) => ({
      id: `${first.session.replaceAll(':', '_')}-${first.sequence}-${last}`,
      name: 'events',
      json: `{"shard":${shard},"events":[${texts.join()}]}`,
    }),
  },
  interactions: {
    most: 1,
    text: (envelope) => JSON.stringify(envelope),
    job: ({ first }) => ({ id: `interaction-${first.id}`, name: 'interaction', json: first.text }),
  },
};
