import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import type { Config } from './config.ts';

export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(bindings: Record<string, unknown>): Log;
};

type Level = Config['LOG_LEVEL'];

interface Outlets {
  /** Instead of stdout. */
  to?: DestinationStream;
  /** Is handed every line at error or fatal as well, as it was written. */
  errors?: DestinationStream;
}

/**
 * JSON lines on stdout. Errors are logged by name, code, message, stack and cause alone: what libraries hang onto
 * them (a Redis command with its arguments, a request with its headers) may hold passwords, sessions and tokens.
 */
export function openLog(process: string, level: Level, { to, errors }: Outlets = {}): Log {
  const options = {
    // the collector gets its lines also where stdout is to have none of them
    level: errors && level === 'fatal' ? 'error' : level,
    base: { process },
    serializers: { err: (thrown: unknown) => describeError(thrown) },
  };
  const out = to ?? pino.destination();
  if (!errors) return pino(options, out);
  const both = [
    { level, stream: out },
    { level: 'error', stream: errors },
  ] as const;
  return pino(options, multistream([...both]));
}

const mostCauses = 5; // an error may be its own cause

function describeError(thrown: unknown, causes = mostCauses): unknown {
  if (!(thrown instanceof Error)) return typeof thrown === 'object' ? undefined : thrown;
  const { name, message, stack, cause } = thrown;
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    type: name,
    code,
    message,
    stack,
    ...(cause === undefined || causes === 0 ? {} : { cause: describeError(cause, causes - 1) }),
  };
}

/** For tests and tools that want silence. */
export const silent: Log = pino({ level: 'silent' });
