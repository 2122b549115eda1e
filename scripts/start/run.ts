import { once } from 'node:events';
import { AppError } from '../../shared/core/errors.ts';
import { explainFault, Problem } from '../services/problem.ts';
import type { Say } from '../services/service.ts';
import { bringUp } from './bring-up.ts';
import { homeFor } from './home.ts';
import { endLeftovers } from './leftovers.ts';
import { listenForStop, Stopped } from './stop-signals.ts';

export interface Start {
  root: string;
  /** Absolute. */
  dataDir: string;
  say: Say;
  /** Where a second start will say that this one is. */
  tellUrl: (url: string) => void;
}

type Close = () => Promise<void>;

/** Runs everything until it is told to stop; answers the exit code. A fault is one sentence, not a stack. */
export async function runCluster(start: Start): Promise<number> {
  const { root, dataDir, say } = start;
  process.stdout.on('error', () => {}); // a closed terminal is no reason to let go of the services in disorder
  process.env.DATA_DIR = dataDir;
  const open: Close[] = [];
  const lost = new AbortController();
  const { stop, force } = listenForStop();
  const either = AbortSignal.any([stop, lost.signal]);
  stop.addEventListener('abort', () => say('Draining … (once more to force)'));
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeAll(open, say);
    return closed;
  };
  const hurry = async () => {
    say('Forced.');
    await endLeftovers({ home: homeFor(dataDir), root, force: true });
    if (closed) return; // what is being stopped in order goes on, faster now
    await close(); // something hangs before there is a cluster
    say('Stopped.');
    process.exit(0);
  };
  force.addEventListener('abort', () => void hurry().catch(() => process.exit(1)));
  try {
    await bringUp({
      ...start,
      stop: either,
      force,
      onLoss: (sentence) => lost.abort(new Problem(sentence)),
      onStop: (close) => open.push(close),
    });
    if (!either.aborted) await once(either, 'abort');
    throw either.reason;
  } catch (error) {
    if (!(error instanceof Stopped)) say(sentenceOf(error));
    const hadOpened = open.length > 0;
    await close();
    if (hadOpened) say('Stopped.');
    return error instanceof Stopped ? 0 : 1;
  }
}

async function closeAll(open: Close[], say: Say): Promise<void> {
  for (let close = open.pop(); close; close = open.pop()) {
    await close().catch((error: unknown) => say(`Could not be stopped in good order: ${sentenceOf(error)}`));
  }
}

function sentenceOf(fault: unknown): string {
  const error = explainFault(fault);
  if (error instanceof Problem || error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
