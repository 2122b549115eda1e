import { type Fields, isFields } from './fields.ts';
import type { Dispatch } from './intake.ts';

/**
 * How many guilds a shard has: those that READY named, with joined ones added and left ones taken away, however often
 * each is told. After a restart that resumed there was no READY, so the count goes on from `before`, which is a number
 * only: of the guilds joined until `at` (milliseconds since 1970).
 */
export function countGuilds(before: { guilds: number; at: number | undefined }) {
  let unnamed = before.guilds;
  let knownUntil = before.at ?? Number.NEGATIVE_INFINITY;
  const here = new Set<unknown>();
  const left = new Set<unknown>();

  /** Learns the id of a guild that is counted already. */
  function name(id: unknown): void {
    if (!here.has(id) && unnamed > 0) unnamed--;
    here.add(id);
  }

  const readers: Record<string, (id: unknown, d: Fields) => void> = {
    GUILD_CREATE: (id, d) => {
      if (d.unavailable === true) return;
      left.delete(id);
      if (Date.parse(String(d.joined_at)) <= knownUntil) name(id);
      else here.add(id);
    },
    GUILD_DELETE: (id, d) => {
      if (left.has(id)) return;
      name(id);
      if (d.unavailable === true) return; // down for a while
      here.delete(id);
      left.add(id);
    },
  };
  return {
    get count() {
      return unnamed + here.size;
    },
    ready(guilds: readonly { id: string }[]) {
      unnamed = 0;
      knownUntil = Number.NEGATIVE_INFINITY;
      here.clear();
      left.clear();
      for (const { id } of guilds) here.add(id);
    },
    follow({ t, d }: Dispatch) {
      if (Object.hasOwn(readers, t) && isFields(d)) readers[t]?.(d.id, d);
    },
  };
}
