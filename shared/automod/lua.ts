import { z } from 'zod';
import { script } from '../core/script.ts';

/** `[limits, rule sets, records]`, packed by windows.ts, window-rules.ts and window-records.ts. Safe to repeat. */
export const slideWindows = script<[limits: Buffer, sets: Buffer, records: Buffer], Buffer>(
  new URL('./lua/windows.lua', import.meta.url),
  (raw) => z.instanceof(Buffer).parse(raw),
  { reply: 'bytes' },
);
