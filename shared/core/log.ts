import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(bindings: Record<string, unknown>): Log;
};

/** JSON lines on stdout; tokens, passwords and cookies never leave the process. */
export function openLog(process: string, level: string): Log {
  return pino({
    level,
    base: { process },
    redact: {
      paths: [
        'token',
        '*.token',
        'password',
        '*.password',
        'secret',
        '*.secret',
        '*.authorization',
        '*.cookie',
      ],
      censor: '[hidden]',
    },
  });
}

/** For tests and tools that want silence. */
export const silent: Log = pino({ level: 'silent' });
