import type { BotStatus } from '../shared/analytics/model.ts';
import type { Clock } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import type { State } from './gateway.ts';
import { resumable } from './sessions.ts';

interface Deps {
  clock: Clock;
  metrics: Metrics;
  log: Log;
}

/** How a shard's sessions came about, and what may have been missed between them; it goes on from the heartbeat `before`. */
export function openSessionHistory({ clock, metrics, log }: Deps, before: BotStatus | undefined) {
  const now = () => new Date(clock());
  let { gaps = 0, gapAt = null, attachedAt = null, resumedAt = null, identifiedAt = null } = before ?? {};
  // An identify later than that is no gap: the operator knows that the bot was away.
  let hadSession = Boolean(before?.sessionId) && clock() - Number(before?.beatAt) < resumable;

  function noteGap(): void {
    gaps++;
    gapAt = now();
    metrics.sessions.inc({ kind: 'gap' });
    log.warn('identified anew although there was a session: events may have been missed');
  }

  return {
    /** There is a session to resume: an identify would be a gap. */
    expect() {
      hadSession = true;
    },
    identified() {
      identifiedAt = now();
      metrics.sessions.inc({ kind: 'identified' });
      if (hadSession) noteGap();
      hadSession = true;
    },
    resumed() {
      resumedAt = now();
      metrics.sessions.inc({ kind: 'resumed' });
    },
    /** As the heartbeat has it. */
    tell(state: State['is']) {
      if (state === 'attached') attachedAt = now();
      return { gaps, gapAt, attachedAt, resumedAt, identifiedAt };
    },
  };
}
