/** The last dispatches of a session, for RESUME. */
export interface ReplayBuffer {
  push(frame: string): void;
  /** Frames after `sequence`; null when some of them are no longer kept. */
  after(sequence: number): string[] | null;
}

/** Sequences count from 1 without gaps, so a frame's place is its sequence. */
export function createReplayBuffer(limit: number): ReplayBuffer {
  let frames: string[] = [];
  let first = 1;
  return {
    push(frame) {
      frames.push(frame);
      if (frames.length < 2 * limit) return;
      first += frames.length - limit;
      frames = frames.slice(-limit);
    },
    after(sequence) {
      const oldest = Math.max(first, first + frames.length - limit);
      return sequence + 1 < oldest ? null : frames.slice(sequence + 1 - first);
    },
  };
}
