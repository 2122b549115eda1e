/** A frame, or what makes it again: large greetings are not worth keeping. */
export type Replayable = string | (() => string);

/** The last dispatches of a session, for RESUME. */
export interface ReplayBuffer {
  push(frame: Replayable): void;
  /** Frames after `sequence`; null when some of them are no longer kept. */
  after(sequence: number): string[] | null;
}

export interface ReplayLimits {
  frames: number;
  /** Of UTF-8; in memory a frame takes up to twice as much. */
  bytes: number;
}

const compactFrom = 1_024;

/** Sequences count from 1 without gaps, so a frame's place is its sequence. */
export function createReplayBuffer(limits: ReplayLimits): ReplayBuffer {
  let frames: (Replayable | undefined)[] = [];
  let head = 0; // everything before it is dropped
  let first = 1; // the sequence at the head
  let bytes = 0;

  const dropOldest = () => {
    bytes -= sizeOf(frames[head]);
    frames[head] = undefined;
    head += 1;
    first += 1;
    if (head < compactFrom || head * 2 < frames.length) return;
    frames = frames.slice(head);
    head = 0;
  };

  return {
    push(frame) {
      frames.push(frame);
      bytes += sizeOf(frame);
      while (frames.length - head > limits.frames || bytes > limits.bytes) dropOldest();
    },
    after(sequence) {
      if (sequence + 1 < first) return null;
      return frames.slice(head + sequence + 1 - first).map(textOf);
    },
  };
}

function sizeOf(frame: Replayable | undefined): number {
  return typeof frame === 'string' ? Buffer.byteLength(frame) : 0;
}

function textOf(frame: Replayable | undefined): string {
  return typeof frame === 'function' ? frame() : (frame ?? '');
}
