import { SECOND } from '../../shared/core/clock.ts';
import type { Deps } from '../context.ts';
import { openFragment } from '../http/render.ts';
import { readCluster } from '../pages/cluster-view.ts';
import { openRooms, type Rooms } from './rooms.ts';

const every = 2 * SECOND;

/** The cluster page; a room is the number of the first shard that is shown. */
export function openLiveCluster(
  deps: Pick<Deps, 'db' | 'redis' | 'queue' | 'partitions' | 'clock' | 'log'>,
  pause = every,
): Rooms {
  const fill = openFragment(new URL('../pages/cluster-parts.pug', import.meta.url));
  return openRooms(deps, pause, async (from) => fill(await readCluster(deps, Number(from))));
}
