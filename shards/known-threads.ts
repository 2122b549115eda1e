import { LRUCache } from 'lru-cache';
import type { AnyEnvelope } from '../shared/core/events.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';

const capacity = 2 ** 13; // threads, about 2 MiB a shard: more than are opened before they are stored

/**
 * Channels of the threads that were lately opened or changed. Only a shard sees a thread and the first message in it in
 * their order: workers may look at the message before the thread is stored.
 */
export interface KnownThreads {
  /** Learns from the event; says of a message in such a thread which channel the thread belongs to. */
  follow(event: AnyEnvelope): void;
}

export function openKnownThreads(): KnownThreads {
  const parents = new LRUCache<Snowflake, Snowflake>({ max: capacity });
  return {
    follow({ t, d }) {
      if (t === 'MESSAGE_CREATE' || t === 'MESSAGE_UPDATE') {
        const parent = parents.get(d.channel);
        if (parent !== undefined) d.parent = parent;
      } else if (t === 'THREAD_CREATE' || t === 'THREAD_UPDATE') parents.set(d.thread.id, d.thread.parent);
    },
  };
}
