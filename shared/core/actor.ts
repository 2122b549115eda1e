import type { Snowflake } from './snowflake.ts';

/** Who does something, and by which name others know them. Kept with everything that staff, keys and members change. */
export type Actor =
  | { kind: 'staff'; id: string; name: string }
  | { kind: 'key'; id: string; name: string }
  | { kind: 'member'; id: Snowflake; name: string }
  | { kind: 'system'; name: string };
