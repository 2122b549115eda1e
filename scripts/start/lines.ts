import { z } from 'zod';

/** A line as our processes log it (pino). */
const Entry = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().default('') });

const levels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'ERROR',
  60: 'FATAL',
};
const known = new Set(['level', 'time', 'msg', 'process', 'pid', 'hostname']);

/** At a terminal in words; elsewhere as it came, for programs that read it. */
export function printLine(app: string, text: string): void {
  process.stdout.write(`${process.stdout.isTTY ? formatLine(app, text) : text}\n`);
}

/** `12:00:01 workers-0 warn  settled late {"ms":120}`; what is not a log entry keeps its text. */
export function formatLine(app: string, text: string): string {
  const entry = parse(text);
  if (!entry) return `         ${app.padEnd(10)} ${text}`;
  const { level, time, msg, ...rest } = entry;
  const extra = Object.entries(rest).filter(([name]) => !known.has(name));
  const details = extra.length > 0 ? ` ${JSON.stringify(Object.fromEntries(extra))}` : '';
  const clock = new Date(time).toISOString().slice(11, 19);
  return `${clock} ${app.padEnd(10)} ${(levels[level] ?? String(level)).padEnd(5)} ${msg}${details}`;
}

function parse(text: string) {
  if (!text.startsWith('{')) return undefined;
  try {
    return Entry.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
