import { AppError } from '../../shared/core/errors.ts';
import type { AnyEnvelope, Envelope, EventType } from '../../shared/core/events.ts';
import type { Batch, Handler, Routes } from './handler.ts';
import { isOutside } from './outside.ts';

/** An event that its handler cannot handle, and why. */
export interface Refused {
  event: AnyEnvelope;
  error: unknown;
}

/**
 * Handles a batch: every handler once with all events of its type, the types side by side. Answers with the events
 * that cannot be handled; throws where a fault outside makes it worth doing the batch again.
 */
export async function handleBatch<C>(
  context: C,
  routes: Routes<C>,
  { events, attempt }: { events: AnyEnvelope[]; attempt: number },
): Promise<Refused[]> {
  const types = [...new Set(events.map(({ t }) => t))];
  const handled = types.map((type) => handleType(context, routes, type, { events, attempt }));
  const ends = await Promise.allSettled(handled);
  return ends.flatMap((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

async function handleType<C, T extends EventType>(
  context: C,
  routes: Routes<C>,
  type: T,
  batch: { events: AnyEnvelope[]; attempt: number },
): Promise<Refused[]> {
  const events = batch.events.filter((event): event is AnyEnvelope & Envelope<T> => event.t === type);
  const handle = routes[type];
  if (!handle) {
    const error = new AppError('bad-data', { message: `nobody handles events of type ${type}` });
    return events.map((event) => ({ event, error }));
  }
  const error = await refusal(handle, context, { events, attempt: batch.attempt });
  if (error === undefined) return [];
  const refused: Refused[] = [];
  for (const event of events) {
    const alone = await refusal(handle, context, { events: [event], attempt: batch.attempt + 1 });
    if (alone !== undefined) refused.push({ event, error: alone });
  }
  return refused;
}

/** The fault that lies with the events, if there is one; a fault outside is thrown. */
async function refusal<C, T extends EventType>(handle: Handler<T, C>, context: C, batch: Batch<T>) {
  try {
    await handle(context, batch);
    return undefined;
  } catch (error) {
    if (isOutside(error)) throw error;
    return error ?? new Error('nothing was thrown');
  }
}
