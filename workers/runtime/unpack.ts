import type { AnyEnvelope } from '../../shared/core/events.ts';
import { unpackEvent } from '../../shared/core/wire.ts';
import type { Refused } from './batch.ts';
import type { JobOf } from './consume.ts';

/** The events of a batch. What cannot be read as one is refused, under the batch's id and its place there. */
export function unpackBatch({ id, data }: Pick<JobOf<'events'>, 'id' | 'data'>): {
  events: AnyEnvelope[];
  unreadable: Refused[];
} {
  const events: AnyEnvelope[] = [];
  const unreadable: Refused[] = [];
  const wires = Array.isArray(data?.events) ? data.events : [data];
  for (const [index, wire] of wires.entries()) {
    try {
      events.push(read(wire));
    } catch (error) {
      const event = { t: 'UNREADABLE', id: `${id}-${index}`, at: 0, d: wire } as unknown as AnyEnvelope; // only shown
      unreadable.push({ event, error });
    }
  }
  return { events, unreadable };
}

function read(wire: unknown): AnyEnvelope {
  const event = unpackEvent(wire as Parameters<typeof unpackEvent>[0]); // throws where it is not one
  if (typeof event.t !== 'string' || typeof event.id !== 'string')
    throw new TypeError('no type or no identity');
  return event;
}
