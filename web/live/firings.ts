import { SECOND } from '../../shared/core/clock.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readFirings } from '../pages/firings.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = 2 * SECOND;

/** The latest firings of guilds. */
export function openLiveFirings(deps: Pick<Deps, 'db' | 'log'>, pause = every): Rooms {
  const fill = openFragment(new URL('../pages/firing-rows.pug', import.meta.url));
  return openRooms(deps, pause, async (guild) => fill(await readFirings(deps, guild)));
}
