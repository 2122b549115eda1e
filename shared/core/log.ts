import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(bindings: Record<string, unknown>): Log;
};

/**
 * JSON lines on stdout. Errors are logged by name, code, message, stack and cause alone: what libraries hang onto
 * them (a Redis command with its arguments, a request with its headers) may hold passwords, sessions and tokens.
 */
export function openLog(process: string, level: string, to?: DestinationStream): Log {
  const options = { level, base: { process }, serializers: { err: describeError } };
  return to ? pino(options, to) : pino(options);
}

function describeError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return typeof thrown === 'object' ? undefined : thrown;
  const { name, message, stack, cause } = thrown;
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    type: name,
    code,
    message,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** For tests and tools that want silence. */
export const silent: Log = pino({ level: 'silent' });
