import type { Snowflake } from '../core/snowflake.ts';

/** As a forgotten user is called wherever a name stood. */
export const forgottenName = 'deleted user';

/** Whether an id stands for a forgotten user: the range of the sequence `pseudonyms` (migration 0010). */
export function isPseudonym(user: Snowflake): boolean {
  return /^1\d{12}$/.test(user);
}
