import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Lane } from './watermark.ts';

const mostBytes = 256 * 1024; // per batch, and so per job
const mostBatches = 64; // per request: under full load one turn of the event loop brings about 14 of them
const mostAtOnce = 4 * 1024 * 1024; // bytes per request, but for its last batch: what other lanes wait behind
const longestPause = 5 * SECOND;

/** An event that waits to be enqueued. */
export interface Held {
  /** Its natural identity. */
  id: string;
  session: string;
  sequence: number;
  position: number;
}

/** Consecutive events of one session that become one job. */
export interface Batch {
  first: Held;
  /** Sequence of the last. */
  last: number;
  /** Characters of its events, which is about their bytes. */
  size: number;
  /** The job's data as JSON. Bytes lie outside the heap: what waits costs no collection of garbage. */
  json: Buffer;
}

/** How events, each written as JSON, become the data of a job. */
export interface BatchForm {
  /** Events, at most. */
  most: number;
  before: string;
  after: string;
  /** Milliseconds from one request to the next, unless a batch is full before: each job has a price of its own. */
  pace: number;
}

/**
 * Sends what is pushed, in order, one request at a time and at a pace: what arrives meanwhile goes with the next. So an
 * idle bot adds no latency and a busy one has large batches. A failed request is repeated until it succeeds;
 * `send` must therefore do no harm twice (its job ids are natural). Stops for good when `signal` aborts; what it then
 * still holds is above the watermark, and Discord has it.
 */
export interface Publisher {
  /** `text` is the event as JSON. */
  push(held: Held, text: string): void;
  /** Resolves once nothing waits, or the signal aborted. */
  drained(): Promise<void>;
}

interface Deps {
  send: (batches: readonly Batch[]) => Promise<void>;
  form: BatchForm;
  lane: Lane;
  log: Log;
  signal: AbortSignal;
}

/** A batch to which more may come. */
type Open = Omit<Batch, 'json'> & { texts: string[] };

export function openPublisher({ send, form, lane, log, signal }: Deps): Publisher {
  const full: Batch[] = [];
  let open: Open | undefined;
  let idle = true;
  let goOn = () => {};
  let running = Promise.resolve();

  async function run(): Promise<void> {
    for (let batches = take(); batches.length > 0 && !signal.aborted; batches = take()) {
      const pause = gather();
      await sendUntilDone(batches);
      if (!signal.aborted) lane.release((full[0] ?? open)?.first.position);
      if (full.length === 0) await pause;
    }
    idle = true; // here, where nothing was awaited since the look at what waits
  }

  /** Ends after the pace, or once a batch is full. */
  async function gather(): Promise<void> {
    if (form.pace === 0) return;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      setTimeout(resolve, form.pace);
    });
  }

  function close(batch: Open): void {
    full.push(seal(batch, form));
    open = undefined;
    goOn();
  }

  function take(): Batch[] {
    const batches: Batch[] = [];
    for (let size = 0; batches.length < mostBatches && size < mostAtOnce; ) {
      const next = full.shift();
      if (!next) break;
      batches.push(next);
      size += next.size;
    }
    if (open && full.length === 0 && batches.length < mostBatches) {
      batches.push(seal(open, form));
      open = undefined;
    }
    return batches;
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
    push(held, text) {
      if (open && !fits(open, held, text, form)) close(open);
      open ??= { first: held, last: held.sequence, size: 0, texts: [] };
      open.last = held.sequence;
      open.size += text.length;
      open.texts.push(text);
      if (open.texts.length === form.most) close(open);
      if (!idle) return;
      idle = false;
      running = run();
    },
    async drained() {
      while (!idle && !signal.aborted) await Promise.race([running, aborted(signal)]);
    },
  };
}

function fits({ first, texts, size }: Open, { session }: Held, text: string, { most }: BatchForm): boolean {
  return first.session === session && texts.length < most && size + text.length <= mostBytes;
}

function seal({ first, last, size, texts }: Open, { before, after }: BatchForm): Batch {
  return { first, last, size, json: Buffer.from(before + texts.join() + after) };
}

/** Resolves when the signal aborts, at once where it has. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
