import type { EventType } from '../shared/core/events.ts';
import { type Partition, partitionOf } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import { addWritten, type Queues } from '../shared/core/queues.ts';
import { packEvent } from '../shared/core/wire.ts';
import type { Lane, Taken } from './frames.ts';
import { type Batch, type BatchForm, openPublisher, type Publisher } from './publisher.ts';
import type { Unfinished } from './unfinished.ts';
import type { Watermark } from './watermark.ts';

const pace = 4; // milliseconds between jobs of events: 2 on average, of the 8 in which a verdict is due (design §3)

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
  waits(lane: Lane): boolean;
}

export function openOutbox(deps: Deps): Outbox {
  const publishers = new Map<string, { publisher: Publisher; hold: (sequence: number) => number }>();
  const waiting: Record<Lane, number> = { events: 0, interactions: 0, members: 0 };
  const sum = () => waiting.events + waiting.interactions + waiting.members;

  function publisherOf(lane: Lane, partition: Partition) {
    const place = `${lane}-${partition.index}`;
    const known = publishers.get(place);
    if (known) return known;
    const { watermark, unfinished, log, signal } = deps;
    const { name, idOf, form, isReplayed } = lanes[lane](deps.shard);
    const queue = deps.queue(lane, partition);
    const marks = watermark.lane();
    const send = async (batches: readonly Batch[]) => {
      await addWritten(
        queue,
        batches.map((batch) => ({ id: idOf(batch), name, json: batch.json })),
      );
      for (const batch of batches) {
        waiting[lane] -= batch.size;
        if (isReplayed && batch.first.session === watermark.session?.id)
          unfinished.note(partition.index, queue.toKey(idOf(batch)), batch.first.sequence - 1);
      }
    };
    const opened = { publisher: openPublisher({ send, form, lane: marks, log, signal }), hold: marks.hold };
    publishers.set(place, opened);
    return opened;
  }

  return {
    push({ lane, home, envelope }, session, sequence) {
      const { publisher, hold } = publisherOf(lane, partitionOf(home, deps.partitions));
      const text = JSON.stringify(lane === 'events' ? packEvent(envelope) : envelope);
      const before = sum();
      waiting[lane] += text.length;
      publisher.push({ id: envelope.id, session, sequence, position: hold(sequence) }, text);
      if (before <= deps.bound && sum() > deps.bound) deps.onFull();
    },
    drained: async () => {
      await Promise.all([...publishers.values()].map(({ publisher }) => publisher.drained()));
    },
    get bytes() {
      return sum();
    },
    waits: (lane) => waiting[lane] > 0,
  };
}

/**
 * How each lane becomes jobs. Ids follow from what is in the job: adding it again, when it is unclear whether it
 * arrived, is adding the same job. BullMQ's ids hold no colon, nor are they digits alone.
 */
const lanes: Record<Lane, (shard: number) => LaneForm> = {
  events: (shard) => ({
    name: 'events',
    idOf: ({ first, last }) => `${first.session.replaceAll(':', '_')}-${first.sequence}-${last}`,
    form: { most: 256, before: `{"shard":${shard},"events":[`, after: ']}', pace },
    isReplayed: true,
  }),
  interactions: () => ({
    name: 'interaction',
    idOf: ({ first }) => `interaction-${first.id}`,
    form: { most: 1, before: '', after: '', pace: 0 },
    isReplayed: true,
  }),
  members: () => ({
    name: 'chunk',
    idOf: ({ first }) => `chunk-${first.id}`,
    form: { most: 1, before: '', after: '', pace: 0 },
    isReplayed: false,
  }),
};

interface LaneForm {
  /** Of its jobs. */
  name: string;
  idOf: (batch: Batch) => string;
  form: BatchForm;
  /**
   * Discord is asked to send it again where Redis may have lost it. Chunks wait so long that other events would then be
   * asked for of which Discord has long forgotten; a run that misses some is silent, and begins again.
   */
  isReplayed: boolean;
}
