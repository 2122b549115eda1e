import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { Sessions } from './sessions.ts';
import type { Unfinished } from './unfinished.ts';
import type { Watermark } from './watermark.ts';

const every = 250; // milliseconds: what a crash makes Discord replay, and what finds out about lost memory
const atLeastEvery = 5 * SECOND; // also without a change, so that what an idle shard stored cannot vanish unseen

interface Deps {
  sessions: Sessions;
  watermark: Watermark;
  unfinished: Unfinished;
  clock: Clock;
  log: Log;
  /** Redis lost memory; no further attempt is made until this resolves. */
  onLost: () => Promise<void>;
  /** Redis lost memory, and with it batches that are too old to be replayed. */
  onGap: () => void;
  /** Another process has the shard as well; said once. */
  onContested: () => void;
}

/** Keeps the watermark persisted while a shard runs. */
export interface Persistence {
  start(): void;
  /** Persists now, unless that is under way or nothing changed. */
  tick(): Promise<void>;
  /** Goes back to what workers may not have finished, and persists that: for when Redis lost memory. Nothing may wait. */
  goBack(): Promise<void>;
  /** Persists a last time. */
  stop(): Promise<void>;
}

export function openPersistence(deps: Deps): Persistence {
  const { sessions, watermark, unfinished, clock, log } = deps;
  let timer: NodeJS.Timeout | undefined;
  let ticking = false;
  let owesReplay = false;
  let isContested = false;
  let written = { mark: '', at: Number.NEGATIVE_INFINITY };
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other, since each must know what the one before it wrote. */
  function save(): Promise<void> {
    const saved = turn.then(saveNow);
    turn = saved.catch(() => undefined);
    return saved;
  }

  async function saveNow(): Promise<void> {
    const { session, sequence } = watermark;
    if (!session) return;
    const mark = `${session.id}-${sequence}`;
    const isFresh = mark === written.mark && unfinished.isEmpty && clock() - written.at < atLeastEvery;
    if (isFresh) return;
    const saved = await sessions.save(session, sequence);
    if (saved.is === 'kept') written = { mark, at: clock() };
    if (saved.is === 'lost') owesReplay = true;
    if (saved.is === 'contested') contest();
  }

  function contest(): void {
    if (isContested) return;
    isContested = true;
    deps.onContested();
  }

  async function goBack(): Promise<void> {
    const from = unfinished.replayFrom();
    if (unfinished.forgot) deps.onGap();
    if (from !== undefined) watermark.rewind(Math.min(from, watermark.sequence));
    unfinished.clear();
    owesReplay = false;
    await save();
  }

  async function tick(): Promise<void> {
    if (ticking) return;
    ticking = true;
    try {
      await save();
      if (owesReplay) await deps.onLost();
    } catch (error) {
      log.warn({ err: error }, 'could not persist the watermark');
    } finally {
      ticking = false;
    }
  }

  return {
    start() {
      timer = setInterval(() => void tick(), every);
    },
    tick,
    goBack,
    async stop() {
      clearInterval(timer);
      await save();
      if (owesReplay) await goBack();
    },
  };
}
