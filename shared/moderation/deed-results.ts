import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';

const Bits = z.string().regex(/^\d+$/);

/** What stood there of the permissions that a lock takes, as Discord has overwrites. */
export const FormerOverwrite = z.object({ allow: Bits, deny: Bits });
export type FormerOverwrite = z.infer<typeof FormerOverwrite>;

/** `older`: messages left alone, because Discord deletes none of that age together. */
const Purge = z.object({ is: z.literal('purge'), messages: z.array(Snowflake), older: z.number() });
const Lock = z.object({ is: z.literal('lock'), before: FormerOverwrite });

/** What a deed in a channel comes to. Written down before Discord is asked, so that a retry does the very same. */
export const DeedResult = z.discriminatedUnion('is', [Purge, Lock]);
export type DeedResult = z.infer<typeof DeedResult>;

/** Undefined where nothing of that kind was written down yet. */
export function readResult<Is extends DeedResult['is']>(
  stored: unknown,
  is: Is,
): Extract<DeedResult, { is: Is }> | undefined {
  const { data } = DeedResult.safeParse(stored);
  return data?.is === is ? (data as Extract<DeedResult, { is: Is }>) : undefined; // by its tag
}
