import type { Snowflake } from './snowflake.ts';

/** A role as it stands among those of its guild. */
export interface Placed {
  id: Snowflake;
  position: number;
}

/** Of two in one position the older one is higher (Discord documentation, "Role Object"). */
export function isAbove(one: Placed, other: Placed): boolean {
  if (one.position !== other.position) return one.position > other.position;
  return BigInt(one.id) < BigInt(other.id);
}
