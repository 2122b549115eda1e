import { z } from 'zod';
import { readThrown, type Thrown } from './thrown.ts';

/** What the line says beside its facts, whoever wrote it. */
const Line = z.looseObject({
  time: z.number(),
  process: z.string().catch('?'),
  msg: z.string().catch(''),
  requestId: z.string().optional().catch(undefined),
  errorId: z.string().optional().catch(undefined),
  ip: z.string().optional().catch(undefined),
});

/** An error as a process has logged it: of any length, and nothing to be stored yet (kept.ts). */
export interface Logged extends Thrown {
  /** Milliseconds since 1970. */
  at: number;
  process: string;
  /** What the person was told. */
  told: string | undefined;
  ip: string | undefined;
  facts: Record<string, unknown>;
}

/** Reads a line of the log; throws where it is none. */
export function readLogged(line: string): Logged {
  const { level: _, time, process, msg, requestId, errorId, ip, ...rest } = Line.parse(JSON.parse(line));
  const { thrown, facts } = readThrown(msg, rest);
  return { ...thrown, at: time, process, told: errorId ?? requestId, ip, facts: { logged: msg, ...facts } };
}
