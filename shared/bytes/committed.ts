import { LRUCache } from 'lru-cache';
import type { Snowflake } from '../core/snowflake.ts';

const capacity = 200_000; // members; about 30 MB, and a miss only costs a look at Redis

/** Which members this process has seen paid, and by which message. Only what Postgres committed goes in. */
export interface CommittedDays {
  /** True where that day is paid by another message, so that this one needs no look. */
  covers(guild: Snowflake, user: Snowflake, day: number, message: Snowflake): boolean;
  note(guild: Snowflake, user: Snowflake, day: number, message: Snowflake): void;
  /** Of that guild, or of all: for whoever took rows away, as when a backup was brought back. */
  forget(guild?: Snowflake): void;
}

export function rememberCommitted(): CommittedDays {
  const last = new LRUCache<string, { day: number; message: Snowflake }>({ max: capacity });
  return {
    covers(guild, user, day, message) {
      const known = last.peek(`${guild}:${user}`);
      return known !== undefined && known.day === day && known.message !== message;
    },
    note(guild, user, day, message) {
      const known = last.peek(`${guild}:${user}`);
      if (!known || known.day <= day) last.set(`${guild}:${user}`, { day, message });
    },
    forget(guild) {
      if (guild === undefined) return last.clear();
      for (const member of last.keys()) if (member.startsWith(`${guild}:`)) last.delete(member);
    },
  };
}
