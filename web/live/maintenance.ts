import { SECOND } from '../../shared/core/clock.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readRun } from '../pages/database-run-view.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = SECOND;

/** How far runs of maintenance are, by their ids. */
export function openLiveMaintenance(deps: Pick<Deps, 'db' | 'log' | 'clock'>, pause = every): Rooms {
  const fill = openFragment(new URL('../pages/database-run-state.pug', import.meta.url));
  return openRooms(deps, pause, async (run) => fill({ view: await readRun(deps, run) }));
}
