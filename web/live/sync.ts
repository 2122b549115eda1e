import { SECOND } from '../../shared/core/clock.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readSync } from '../pages/sync-view.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = SECOND;

/** How far loads of members are. */
export function openLiveSync(deps: Pick<Deps, 'db' | 'redis' | 'log' | 'clock'>, pause = every): Rooms {
  const fill = openFragment(new URL('../pages/sync-runs.pug', import.meta.url));
  return openRooms(deps, pause, async (guild) => fill(await readSync(deps, guild)));
}
