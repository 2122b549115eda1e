import { LRUCache } from 'lru-cache';
import { SECOND, systemClock } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';
import type { EventStream } from '../http/event-stream.ts';
import { openFragment } from '../http/render.ts';
import { readNumbers, readTables } from '../pages/guild-tables.ts';

const every = 2 * SECOND;
/** Numbers read more than tables do, so that they are read less often: every so many looks. */
const numbersEvery = 5;
const mostKept = 200; // guilds whose numbers are kept

/** Guilds that are being watched: one poll per guild and process, however many viewers it has. */
export interface LiveGuilds {
  /** Sends the guild's numbers and tables now and whenever they change, until the returned function is called. */
  watch(guild: Snowflake, viewer: EventStream): () => void;
  /** The same, once, as `guild-tables.pug` takes it. */
  read(guild: Snowflake): Promise<Record<string, unknown>>;
  /** Ends all streams. */
  close(): void;
}

interface Room {
  viewers: Set<EventStream>;
  /** What was sent last. */
  html?: string;
  timer?: NodeJS.Timeout;
}

export function openLiveGuilds(
  { db, log, clock = systemClock }: Pick<Deps, 'db' | 'log'> & Partial<Pick<Deps, 'clock'>>,
  pause = every,
): LiveGuilds {
  const rooms = new Map<Snowflake, Room>();
  const numbers = new LRUCache<Snowflake, Record<string, unknown>>({
    max: mostKept,
    ttl: pause * numbersEvery,
    fetchMethod: (guild) => readNumbers({ db, clock }, guild),
  });
  const fill = openFragment(new URL('../pages/guild-tables.pug', import.meta.url));

  async function read(guild: Snowflake): Promise<Record<string, unknown>> {
    const [known, tables] = await Promise.all([numbers.fetch(guild), readTables({ db }, guild)]);
    return { ...known, ...tables };
  }

  async function look(guild: Snowflake, room: Room): Promise<void> {
    try {
      const html = fill({ guild: { id: guild }, ...(await read(guild)) });
      if (html !== room.html) for (const viewer of room.viewers) viewer.send(html);
      room.html = html;
    } catch (error) {
      log.warn({ err: error, guild }, 'could not look at a watched guild');
    }
    if (room.viewers.size > 0) room.timer = setTimeout(() => void look(guild, room), pause);
  }

  function open(guild: Snowflake): Room {
    const room: Room = { viewers: new Set() };
    rooms.set(guild, room);
    void look(guild, room);
    return room;
  }

  return {
    read,
    watch(guild, viewer) {
      const room = rooms.get(guild) ?? open(guild);
      room.viewers.add(viewer);
      if (room.html) viewer.send(room.html);
      return () => {
        room.viewers.delete(viewer);
        if (room.viewers.size > 0 || rooms.get(guild) !== room) return;
        clearTimeout(room.timer);
        rooms.delete(guild);
      };
    },
    close() {
      for (const { viewers } of rooms.values()) for (const viewer of [...viewers]) viewer.end();
    },
  };
}
