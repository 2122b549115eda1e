import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { SECOND } from '../../shared/core/clock.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readDashboard } from '../pages/dashboard-view.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = 5 * SECOND; // as often as workers write what they counted

const Room = z.enum(periods);

/** The dashboard; a room is a period. */
export function openLiveDashboard(deps: Pick<Deps, 'db' | 'clock' | 'log'>, pause = every): Rooms {
  const fill = openFragment(new URL('../pages/dashboard-parts.pug', import.meta.url));
  return openRooms(deps, pause, async (room) => fill(await readDashboard(deps, Room.parse(room))));
}
