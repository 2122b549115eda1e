/** A gateway session, as far as resuming it needs. */
export interface Session {
  id: string;
  /** Where Discord wants it resumed (`resume_gateway_url`). */
  url: string;
  /** Of how many shards this one is; a session of another count cannot be resumed. */
  shards: number;
}

/** How far behind a later sequence a missing one may still come; beyond that it is taken for one that Discord never sent. */
const patience = 1_000;

/**
 * The watermark of a shard: the highest sequence of its session at and below which every dispatch was dropped on
 * purpose or enqueued. Heartbeats, resumes and restarts go by it, so nothing above it is ever lost. Pure: no clock, no
 * Redis.
 *
 * Dispatches that wait are known by their *position*, which grows over sessions too: until all of an older session's
 * are enqueued, the watermark of a new one stays at its start.
 */
export interface Watermark {
  /** Undefined before the first READY, and from a refused resume to the next READY. */
  readonly session: Session | undefined;
  readonly sequence: number;
  /** A session that READY began, or one from before a restart. */
  begin(session: Session, sequence: number): void;
  /** Discord refused to resume it. */
  end(): void;
  /** Expects everything after `sequence` once more. Only while nothing waits. */
  rewind(sequence: number): void;
  /** False for a dispatch that was seen before: Discord replays from the watermark, part of which is under way. */
  see(sequence: number): boolean;
  /** A queue in which dispatches wait, in order. */
  lane(): Lane;
}

export interface Lane {
  /** A seen dispatch begins to wait; returns its position. */
  hold(sequence: number): number;
  /** The lane's oldest ones are enqueued: `next` is the position of the oldest that still waits, if any. */
  release(next: number | undefined): void;
}

export function openWatermark(): Watermark {
  let session: Session | undefined;
  let offset = 0; // position = offset + sequence
  let start = 0;
  let seen = 0;
  let top = 0;
  const missing = new Set<number>(); // sequences below `seen` that did not come yet, ascending
  const oldest: number[] = []; // position of what waits longest, per lane
  let floor = Number.POSITIVE_INFINITY;

  const restart = (sequence: number) => {
    start = sequence;
    seen = sequence;
    missing.clear();
  };
  const giveUp = (below: number) => {
    for (const gap of missing) {
      if (gap >= below) return;
      missing.delete(gap);
    }
  };
  return {
    get session() {
      return session;
    },
    get sequence() {
      if (floor === Number.POSITIVE_INFINITY && missing.size === 0) return seen;
      const [gap = Number.POSITIVE_INFINITY] = missing;
      return Math.max(start, Math.min(seen, floor - offset - 1, gap - 1));
    },
    begin(next, sequence) {
      session = next;
      offset = top;
      restart(sequence);
    },
    end() {
      session = undefined;
    },
    rewind: restart,
    see(sequence) {
      if (sequence <= seen) return missing.delete(sequence);
      for (let gap = Math.max(seen + 1, sequence - patience); gap < sequence; gap++) missing.add(gap);
      seen = sequence;
      if (missing.size > 0) giveUp(seen - patience);
      return true;
    },
    lane() {
      const index = oldest.push(Number.POSITIVE_INFINITY) - 1;
      return {
        hold(sequence) {
          const position = offset + sequence;
          top = Math.max(top, position);
          if (oldest[index] === Number.POSITIVE_INFINITY) {
            oldest[index] = position;
            floor = Math.min(floor, position);
          }
          return position;
        },
        release(next = Number.POSITIVE_INFINITY) {
          oldest[index] = next;
          floor = Math.min(...oldest);
        },
      };
    },
  };
}
