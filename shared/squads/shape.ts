import { z } from 'zod';
import { oneLine } from '../core/plain-text.ts';
import { Snowflake } from '../core/snowflake.ts';

/** What staff say of a squad, field by field: forms, the API and files ask for the same. */
export const SquadShape = {
  name: z.string().overwrite(oneLine).min(1).max(64),
  description: z.string().trim().max(500),
  role: Snowflake,
  active: z.boolean(),
  capacity: z.int().min(1).max(1_000_000).nullable(),
  welcome: z.string().trim().min(1).max(1_000).nullable(),
};
