import type { EventType } from '../../shared/core/events.ts';
import type { Handler } from './handler.ts';
import { isOutside } from './outside.ts';

/** Several that look at the same events, side by side. All of them end before it does; a fault outside counts first. */
export function together<T extends EventType>(...handlers: Handler<T>[]): Handler<T> {
  return async (context, batch) => {
    const ends = await Promise.allSettled(handlers.map((handle) => handle(context, batch)));
    const faults = ends.flatMap((end) => (end.status === 'rejected' ? [{ error: end.reason }] : []));
    const fault = faults.find(({ error }) => isOutside(error)) ?? faults[0];
    if (fault) throw fault.error;
  };
}

/** One after the other: each relies on what the one before has done. */
export function inOrder<T extends EventType>(...handlers: Handler<T>[]): Handler<T> {
  return async (context, batch) => {
    for (const handle of handlers) await handle(context, batch);
  };
}
