import { LRUCache } from 'lru-cache';
import { SECOND, systemClock } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readNumbers, readTables } from '../pages/guild-tables.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = 2 * SECOND;
/** Numbers read more than tables do, so that they are read less often: every so many looks. */
const numbersEvery = 5;
const mostKept = 200; // guilds whose numbers are kept

/** The numbers and tables of guilds' overviews. */
export interface LiveGuilds extends Rooms {
  /** The same, once, as `guild-tables.pug` takes it. */
  read(guild: Snowflake): Promise<Record<string, unknown>>;
}

export function openLiveGuilds(
  { db, log, clock = systemClock }: Pick<Deps, 'db' | 'log'> & Partial<Pick<Deps, 'clock'>>,
  pause = every,
): LiveGuilds {
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

  const draw = async (guild: Snowflake) => fill({ guild: { id: guild }, ...(await read(guild)) });
  return { read, ...openRooms({ log }, pause, draw) };
}
