import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Window } from './kind.ts';
import { slideWindows } from './lua.ts';
import { planWindows } from './window-plan.ts';
import { readHeld } from './window-records.ts';

/** A message, or a join, as windows record it: 31 bytes and no text. */
export interface Entry {
  /** Its time is the window's time. Of a join or an edit: made by entry-ids.ts. */
  id: Snowflake;
  /** '0' for a join. */
  channel: Snowflake;
  member: Snowflake;
  /** 16 hexadecimal digits; null where there is nothing to compare. */
  fingerprint: string | null;
  /** Kept up to 255. */
  mentions: number;
  /** Slots of the rules for which it counts; for a content rule: which it matched. */
  slots: readonly number[];
}

export interface WindowRule {
  id: string;
  slot: number;
  window: Window;
}

/** What is new in a guild, and the rules to look at it with: the same array every time, since it is packed once. */
export interface Order {
  guild: Snowflake;
  rules: readonly WindowRule[];
  entries: readonly Entry[];
}

/**
 * That an entry belongs to a burst of a rule. Told of entries of the order, and of earlier ones that the order's entries
 * brought into a burst; told again when the same order comes again, whatever happened in between.
 */
export interface Held {
  guild: Snowflake;
  rule: string;
  member: Snowflake;
  /** Its id, the same as long as it lasts: the id of the first entry at which the rule held. */
  burst: string;
  entry: Snowflake;
  channel: Snowflake;
  /** The count at this entry. */
  reached: number;
  /** Whether the rule holds at this entry by itself, not only in its burst. */
  holds: boolean;
}

export const mostEntries = 512; // of a window
export const latest = 10 * 60_000; // ms: an entry that much older than the newest its window has seen is no more let in

/**
 * Lets the entries into their windows and tells what is held, in one round trip; all guilds of one partition.
 *
 * In a window (a member's in a guild; for `members` a fingerprint's in a guild; for `joins` the guild's) a rule **holds**
 * at an entry when enough counts within (its time − `within`, its time]. Holding entries no further apart than `within`
 * are one **burst**. An entry is in a burst by the next holding entry that it counts towards, else by the latest one up
 * to `within` before it (of the same fingerprint, for `duplicates`). What holds only by `atOnce` holds by itself: what
 * came before does not count towards it.
 */
export async function slide(
  { redis, partitions }: { redis: Redis | Cluster; partitions: number },
  orders: readonly Order[],
): Promise<Held[]> {
  const { windows, keys, sets, records } = planWindows(orders, partitions);
  if (windows.length === 0) return [];
  const limits = Buffer.alloc(8);
  limits.writeUInt32BE(mostEntries, 0);
  limits.writeUInt32BE(latest, 4);
  return readHeld(await slideWindows(redis, keys, [limits, sets, records]), windows);
}
