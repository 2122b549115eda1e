import type { Snowflake } from './snowflake.ts';

/** Whether an id stands for a forgotten user: the range of the sequence `pseudonyms` (migration 0010). */
export function isPseudonym(user: Snowflake): boolean {
  return /^1\d{12}$/.test(user);
}

/** The same in SQL, of a column. */
export function isPseudonymIn(column: string): string {
  return `${column} BETWEEN 1000000000000 AND 1999999999999`;
}
