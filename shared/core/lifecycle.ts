import { SECOND } from './clock.ts';
import { AppError, type ErrorCode } from './errors.ts';
import type { Log } from './log.ts';

type Close = () => Promise<unknown> | unknown;

export interface Lifecycle {
  /** Registers what must be let go of; stopping goes in reverse order of registration. */
  onStop(name: string, close: Close): void;
  /** Stops everything once, whoever asks and however often. */
  stop(): Promise<void>;
  readonly stopping: boolean;
}

const drainDeadline = 25 * SECOND; // PM2 kills after 30 s (ecosystem.config.js)

/** The stack of open things of a process. It does not know about signals: `runProcess` does. */
export function openLifecycle(log: Log): Lifecycle {
  const stack: { name: string; close: Close }[] = [];
  let stopped: Promise<void> | undefined;
  const unwind = async () => {
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { name, close } = entry;
      await Promise.resolve()
        .then(close)
        .catch((error: unknown) => log.error({ err: error, part: name }, 'could not close'));
    }
  };
  return {
    onStop: (name, close) => stack.push({ name, close }),
    stop: () => {
      stopped ??= unwind();
      return stopped;
    },
    get stopping() {
      return stopped !== undefined;
    },
  };
}

/** sysexits' EX_CONFIG: starting again would not help, so PM2 leaves it (ecosystem.config.js). */
export const misconfigured = 78;
const hopeless: ReadonlySet<ErrorCode> = new Set(['bad-config', 'fatal-gateway', 'partitions-differ']);

/**
 * Runs a process: the one place that knows signals and exit codes. `start` registers what it opens; when it
 * returns, PM2 is told that the process is ready. A failed start closes what was opened and exits with 1, or with
 * 78 where only a person can mend it.
 */
export async function runProcess(log: Log, start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> {
  const lifecycle = openLifecycle(log);
  const leave = (code: number) => {
    setTimeout(() => {
      log.error('not everything could be drained in time');
      process.exit(1);
    }, drainDeadline).unref();
    return lifecycle.stop().then(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave(0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught');
    void leave(1);
  });
  try {
    await start(lifecycle);
    process.send?.('ready');
  } catch (error) {
    const isHopeless = error instanceof AppError && hopeless.has(error.code);
    log.fatal(isHopeless ? {} : { err: error }, error instanceof Error ? error.message : 'could not start');
    await leave(isHopeless ? misconfigured : 1);
  }
}
