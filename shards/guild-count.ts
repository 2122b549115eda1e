import { type Fields, isFields } from './fields.ts';
import type { Dispatch } from './intake.ts';

/**
 * How many guilds a shard has: those that READY named, with joined ones added and left ones taken away. After a
 * restart that resumed there was no READY, so the count goes on from `before`, which knew the guilds joined until `at`
 * (milliseconds since 1970).
 */
export function countGuilds(before: { guilds: number; at: number | undefined }) {
  let count = before.guilds;
  let knownUntil = before.at ?? Number.NEGATIVE_INFINITY;
  /** Guilds that are counted and will be announced (again): not loaded yet, or down for a while. */
  const away = new Set<unknown>();

  const readers: Record<string, (id: unknown, d: Fields) => void> = {
    GUILD_CREATE: (id, d) => {
      const isKnown = away.delete(id) || Date.parse(String(d.joined_at)) <= knownUntil;
      if (d.unavailable !== true && !isKnown) count++;
    },
    GUILD_DELETE: (id, d) => {
      if (d.unavailable === true) away.add(id);
      else if (count > 0) count--;
    },
  };
  return {
    get count() {
      return count;
    },
    ready(guilds: readonly { id: string }[]) {
      count = guilds.length;
      knownUntil = Number.NEGATIVE_INFINITY;
      away.clear();
      for (const { id } of guilds) away.add(id);
    },
    follow({ t, d }: Dispatch) {
      if (Object.hasOwn(readers, t) && isFields(d)) readers[t]?.(d.id, d);
    },
  };
}
