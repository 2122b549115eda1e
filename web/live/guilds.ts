import { SECOND } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';
import type { EventStream } from '../http/event-stream.ts';
import { openFragment } from '../http/render.ts';
import { readTables } from '../pages/guild-tables.ts';

const every = 2 * SECOND;

/** Guilds that are being watched: one poll per guild and process, however many viewers it has. */
export interface LiveGuilds {
  /** Sends the guild's tables now and whenever they change, until the returned function is called. */
  watch(guild: Snowflake, viewer: EventStream): () => void;
  /** Ends all streams. */
  close(): void;
}

interface Room {
  viewers: Set<EventStream>;
  /** What was sent last. */
  html?: string;
  timer?: NodeJS.Timeout;
}

export function openLiveGuilds({ db, log }: Pick<Deps, 'db' | 'log'>, pause = every): LiveGuilds {
  const rooms = new Map<Snowflake, Room>();
  const fill = openFragment(new URL('../pages/guild-tables.pug', import.meta.url));

  async function look(guild: Snowflake, room: Room): Promise<void> {
    try {
      const html = fill(await readTables({ db }, guild));
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
