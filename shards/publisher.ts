import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Wire } from '../shared/core/wire.ts';
import type { Lane } from './watermark.ts';

const mostEvents = 256; // per batch, and so per job
const mostBytes = 256 * 1024;
const mostBatches = 8; // per request: under full load the event loop comes round less often than a batch fills
const longestPause = 5 * SECOND;

/** An event that waits to be enqueued. */
export interface Held {
  wire: Wire;
  session: string;
  sequence: number;
  position: number;
  /** Estimated bytes as JSON. */
  size: number;
}
/** At least one event, all of one session. */
export type Batch = readonly [Held, ...Held[]];

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
  lane: Lane;
  log: Log;
  signal: AbortSignal;
}

export function openPublisher({ send, lane, log, signal }: Deps): Publisher {
  let waiting: Held[] = [];
  let idle = true;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    while (waiting.length > 0 && !signal.aborted) {
      const batches = cut(waiting);
      await sendUntilDone(batches);
      if (signal.aborted) break;
      waiting = waiting.slice(batches.reduce((sum, { length }) => sum + length, 0));
      lane.release(waiting[0]?.position);
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
      waiting.push(held);
      if (!idle) return;
      idle = false;
      running = run();
    },
    async drained() {
      while (!idle && !signal.aborted) await Promise.race([running, aborted(signal)]);
    },
  };
}

/** What goes with the next request: batches of as many as fit, each of one session. */
function cut(waiting: readonly Held[]): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < waiting.length && batches.length < mostBatches; ) {
    const batch = cutOne(waiting, from);
    if (!batch) break;
    batches.push(batch);
    from += batch.length;
  }
  return batches;
}

function cutOne(waiting: readonly Held[], from: number): Batch | undefined {
  const [first, ...rest] = waiting.slice(from, from + mostEvents);
  if (!first) return undefined;
  let bytes = first.size;
  const end = rest.findIndex(({ size, session }) => {
    bytes += size;
    return bytes > mostBytes || session !== first.session;
  });
  return [first, ...(end === -1 ? rest : rest.slice(0, end))];
}

/** Resolves when the signal aborts, at once where it has. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
