import { GatewayDispatchEvents } from 'discord-api-types/v10';
import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';

export type Fate = 'queued' | 'dropped' | 'refused';

const knownTypes = new Set<string>(Object.values(GatewayDispatchEvents));
const logEvery = 10 * SECOND;

/** Counts frames by type and fate. In plain numbers, because a labelled counter costs more than reading the frame. */
export interface Tally {
  count(type: string, fate: Fate): void;
  /** Says why a frame was refused, but of each type no more than once in ten seconds. Never what it held. */
  complain(type: string, error: unknown): void;
  /** Adds what was counted since the last call to the metrics. */
  flush(): void;
}

export function openTally(metrics: Pick<Metrics, 'frames'>, log: Log, clock: Clock): Tally {
  const counts = new Map<string, Record<Fate, number>>();
  const complained = new Map<string, number>();
  return {
    count(type, fate) {
      const name = nameOf(type);
      let row = counts.get(name);
      if (!row) {
        row = { queued: 0, dropped: 0, refused: 0 };
        counts.set(name, row);
      }
      row[fate]++;
    },
    complain(type, error) {
      const name = nameOf(type);
      const now = clock();
      if (now - (complained.get(name) ?? Number.NEGATIVE_INFINITY) < logEvery) return;
      complained.set(name, now);
      log.warn({ type: name, reason: error instanceof Error ? error.message : 'unknown' }, 'refused a frame');
    },
    flush() {
      for (const [type, row] of counts) {
        for (const fate of ['queued', 'dropped', 'refused'] as const)
          if (row[fate] > 0) metrics.frames.inc({ type, fate }, row[fate]);
      }
      counts.clear();
    },
  };
}

/** Types that Discord does not document share one name, so that nobody can fill the metrics with labels. */
function nameOf(type: string): string {
  return knownTypes.has(type) ? type : 'unknown';
}
