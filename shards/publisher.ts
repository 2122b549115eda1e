import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Lane } from './watermark.ts';

const mostBytes = 256 * 1024; // per batch, and so per job
const mostBatches = 64; // per request: under full load one turn of the event loop brings about 14 of them
const longestPause = 5 * SECOND;

/** An event that waits to be enqueued. */
export interface Held {
  /** Its natural identity. */
  id: string;
  /** As JSON. */
  text: string;
  session: string;
  sequence: number;
  position: number;
}

/** Consecutive events of one session that become one job. */
export interface Batch {
  first: Held;
  /** Sequence of the last. */
  last: number;
  /** Joined by commas they are the batch. */
  texts: string[];
  /** Characters of the texts, which is about their bytes. */
  size: number;
}

/**
 * Sends what is pushed, in order, one request at a time: what arrives during one goes with the next. So an idle bot adds
 * no latency and a busy one has large batches, without a timer. A failed request is repeated until it succeeds;
 * `send` must therefore do no harm twice (its job ids are natural). Stops for good when `signal` aborts; what it then
 * still holds is above the watermark, and Discord has it.
 */
export interface Publisher {
  push(held: Held): void;
  /** Resolves once nothing waits, or the signal aborted. */
  drained(): Promise<void>;
}

interface Deps {
  send: (batches: readonly Batch[]) => Promise<void>;
  /** Events per batch, at most. */
  most: number;
  lane: Lane;
  log: Log;
  signal: AbortSignal;
}

export function openPublisher({ send, most, lane, log, signal }: Deps): Publisher {
  const waiting: Batch[] = [];
  let idle = true;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    while (waiting.length > 0 && !signal.aborted) {
      await sendUntilDone(waiting.splice(0, mostBatches));
      if (signal.aborted) break;
      lane.release(waiting[0]?.first.position);
    }
    idle = true; // here, where nothing was awaited since the look at `waiting`
  }

  async function sendUntilDone(batches: readonly Batch[]): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await send(batches);
      } catch (error) {
        const pause = Math.min(100 * 2 ** Math.min(attempt, 10), longestPause);
        log.warn({ err: error, attempt, pause }, 'could not enqueue; trying again');
        await sleep(pause, undefined, { signal }).catch(() => undefined); // aborting only ends the pause
      }
    }
  }

  return {
    push(held) {
      const open = waiting.at(-1);
      if (open && fits(open, held, most)) extend(open, held);
      else {
        if (open) seal(open);
        waiting.push({ first: held, last: held.sequence, texts: [held.text], size: held.text.length });
      }
      if (!idle) return;
      idle = false;
      running = run();
    },
    async drained() {
      while (!idle && !signal.aborted) await Promise.race([running, aborted(signal)]);
    },
  };
}

function fits({ first, texts, size }: Batch, { session, text }: Held, most: number): boolean {
  return first.session === session && texts.length < most && size + text.length <= mostBytes;
}

function extend(batch: Batch, { sequence, text }: Held): void {
  batch.last = sequence;
  batch.texts.push(text);
  batch.size += text.length;
}

/** One text in place of hundreds: collecting garbage then costs a shard next to nothing, however much waits. */
function seal(batch: Batch): void {
  batch.texts = [batch.texts.join()];
}

/** Resolves when the signal aborts, at once where it has. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
