import { SECOND } from '../../shared/core/clock.ts';

const echo = SECOND; // npm passes on a Ctrl-C that the terminal has already sent to us: that is one, not two

/** Listens for the signals that end a start: the first aborts `stop`, a later one `force`. */
export function listenForStop(): { stop: AbortSignal; force: AbortSignal } {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  const hear = () => {
    first ||= Date.now();
    if (!stop.signal.aborted) stop.abort(new Stopped());
    else if (Date.now() - first > echo) force.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, hear);
  return { stop: stop.signal, force: force.signal };
}

/** Thrown where a start is broken off because it was told to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
