import type { Envelope, EventType } from '../../shared/core/events.ts';
import type { Context } from '../context.ts';

export interface Batch<T extends EventType> {
  /** In the order their shard received them. */
  events: Envelope<T>[];
  /** 0 at first; from 1 on these events may have been handled before, wholly or in part. */
  attempt: number;
}

/**
 * Handles all events of one type in a batch. It may run again with the same events, together or one by one, and
 * must then have no second effect. What it throws decides what follows: while the fault is outside (`isOutside`) the
 * whole batch is tried again later, otherwise each event once more, alone, and those that fail are quarantined.
 */
export type Handler<T extends EventType, C = Context> = (context: C, batch: Batch<T>) => Promise<void>;

export type Routes<C = Context> = { readonly [T in EventType]?: Handler<T, C> };
