import { MINUTE } from '../../../shared/core/clock.ts';
import type { Envelope, EventType } from '../../../shared/core/events.ts';
import { log } from '../../../shared/effects/moderation.ts';
import { queueEffects } from '../../../shared/effects/planned.ts';
import type { LogEntry } from '../../../shared/moderation/logs/entry.ts';
import type { Context } from '../../context.ts';

export type LogDeps = Pick<Context, 'db' | 'settings' | 'clock' | 'queue' | 'partitions'>;

const remembered = 2 * MINUTE; // Discord knows nonces for "the past few minutes"

/** Queues entries of one batch, with one call. */
export function queueEntries(
  deps: Pick<Context, 'queue' | 'partitions'>,
  entries: readonly LogEntry[],
): Promise<void> {
  return queueEffects(deps, entries.map(log));
}

/** Whether Discord would not take it a second time, if an earlier attempt told of it already. */
export function isTellable(
  { clock }: Pick<Context, 'clock'>,
  { at, attempt }: { at: number; attempt: number },
): boolean {
  return attempt === 0 || at > clock() - remembered;
}

/** Of events that an earlier attempt may have told of, those that would not come twice. */
export function tellable<T extends EventType>(
  context: Pick<Context, 'clock'>,
  { events, attempt }: { events: readonly Envelope<T>[]; attempt: number },
): readonly Envelope<T>[] {
  return events.filter(({ at }) => isTellable(context, { at, attempt }));
}
