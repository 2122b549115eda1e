import { z } from 'zod';
import { script } from '../core/script.ts';
import { Snowflake } from '../core/snowflake.ts';

const Answers = z.array(z.union([z.enum(['ask', 'already']), Snowflake]));
/** A snowflake is the message that paid this day. */
export type Answer = z.infer<typeof Answers>[number];

/** `[now, believed, lifetime, ...(day, message)]`, milliseconds first; one answer per key. Safe to repeat. */
export const decideAwards = script<(number | string)[], Answer[]>(
  new URL('./lua/decide-awards.lua', import.meta.url),
  (raw) => Answers.parse(raw),
);

/** `[lifetime, ...(version, day, message)]`; how many copies were installed. Safe to repeat, and in any order. */
export const settleAccounts = script<(number | string)[], number>(
  new URL('./lua/settle-accounts.lua', import.meta.url),
  (raw) => z.number().parse(raw),
);
