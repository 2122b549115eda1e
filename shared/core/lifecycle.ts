import { SECOND } from './clock.ts';
import { AppError, type ErrorCode } from './errors.ts';
import type { Log } from './log.ts';

/** `code` is what the process will end with: 0 where it was told to. */
type Close = (code: number) => Promise<unknown> | unknown;

export interface Lifecycle {
  /** Registers what must be let go of; stopping goes in reverse order of registration. */
  onStop(name: string, close: Close): void;
  /** Ends the process because of a fault that comes up after the start. */
  fail(error: unknown): void;
}

const drainDeadline = 25 * SECOND; // PM2 kills after 30 s (ecosystem.config.js)
const misconfigured = 78; // sysexits' EX_CONFIG: starting again would not help, so PM2 leaves it (ecosystem.config.js)
const hopeless: ReadonlySet<ErrorCode> = new Set(['bad-config', 'fatal-gateway', 'partitions-differ']);

/**
 * Runs a process: the one place that knows signals and exit codes. `start` registers what it opens; when it
 * returns, PM2 is told that the process is ready. A fault closes what was opened and exits with 1, or with 78 where
 * only a person can mend it.
 */
export async function runProcess(log: Log, start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> {
  const stack: { name: string; close: Close }[] = [];
  let leaving = false;

  async function leave(code: number): Promise<void> {
    if (leaving) return;
    leaving = true;
    setTimeout(() => {
      log.error('not everything could be drained in time');
      process.exit(1);
    }, drainDeadline).unref();
    for (let entry = stack.pop(); entry; entry = stack.pop()) await closeOne(entry, code, log);
    process.exit(code);
  }

  function fail(error: unknown): void {
    const isHopeless = error instanceof AppError && hopeless.has(error.code);
    log.fatal(isHopeless ? {} : { err: error }, error instanceof Error ? error.message : 'failed');
    void leave(isHopeless ? misconfigured : 1);
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave(0));
  process.on('uncaughtException', fail);
  try {
    await start({ onStop: (name, close) => stack.push({ name, close }), fail });
    process.send?.('ready');
  } catch (error) {
    fail(error);
  }
}

async function closeOne(
  { name, close }: { name: string; close: Close },
  code: number,
  log: Log,
): Promise<void> {
  try {
    await close(code);
  } catch (error) {
    log.error({ err: error, part: name }, 'could not close');
  }
}
