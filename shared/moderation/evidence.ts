import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';

/** The message that a case is about; `excerpt`: how it began. */
export const Evidence = z.object({
  channel: Snowflake,
  message: Snowflake,
  excerpt: z.string().max(4_000),
});
export type Evidence = z.infer<typeof Evidence>;
