import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';
import type { EventStream } from '../http/event-stream.ts';

/** Guilds that are being watched: one poll per guild and process, however many viewers it has. */
export interface Rooms {
  /** Sends the part of a page now and whenever it changes, until the returned function is called. */
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

/** `draw` makes the part of the page; `pause` in milliseconds lies between two looks. */
export function openRooms(
  { log }: Pick<Deps, 'log'>,
  pause: number,
  draw: (guild: Snowflake) => Promise<string>,
): Rooms {
  const rooms = new Map<Snowflake, Room>();

  async function look(guild: Snowflake, room: Room): Promise<void> {
    try {
      const html = await draw(guild);
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
