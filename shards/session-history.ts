import type { BotStatus } from '../shared/analytics/model.ts';
import type { Clock } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import type { State } from './gateway.ts';
import { resumable } from './sessions.ts';
import type { Session } from './watermark.ts';

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

  function noteGap(why: string): void {
    gaps++;
    gapAt = now();
    metrics.sessions.inc({ kind: 'gap' });
    log.warn(`${why}: events may have been missed`);
  }

  return {
    /**
     * There is a session to resume: an identify would be a gap. So was the one that began it, where the process that did
     * it was killed before it could tell.
     */
    expect({ id, shards }: Pick<Session, 'id' | 'shards'>) {
      if (hadSession && before?.shards === shards && before.sessionId !== id)
        noteGap('a session began anew of which nobody told');
      hadSession = true;
    },
    /** Told at once: until the next session begins, heartbeats know of none, and the process may end. */
    refused() {
      if (hadSession) noteGap('the session cannot be resumed');
      hadSession = false;
    },
    identified() {
      identifiedAt = now();
      metrics.sessions.inc({ kind: 'identified' });
      if (hadSession) noteGap('identified anew although there was a session');
      hadSession = true;
    },
    /** Of a session whose shard is not among these any more. */
    missed: () => noteGap('a session of another number of shards cannot be resumed'),
    /** Redis lost what Discord is not asked for again. */
    forgot: () => noteGap('Redis lost batches that are too old to be replayed'),
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
