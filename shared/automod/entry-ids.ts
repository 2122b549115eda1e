import { type Snowflake, snowflakeAt } from '../core/snowflake.ts';

const lowBits = 22; // of an id, below its time

/** The id under which a join is entered in windows: of its time, and the same whenever it is told again. */
export function joinEntry(user: Snowflake, joinedAt: number): Snowflake {
  return snowflakeAt(joinedAt, hash(user));
}

/** The id under which an edit is entered: the message's own stands for the message as it was written. */
export function editEntry(message: Snowflake, editedAt: number): Snowflake {
  return snowflakeAt(editedAt, hash(message));
}

/** FNV-1a over the digits, folded to the bits that are free. */
function hash(id: Snowflake): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return (hash >>> lowBits) ^ (hash & (2 ** lowBits - 1));
}
