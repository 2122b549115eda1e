import type { Deps } from '../context.ts';
import { openLiveCluster } from './cluster.ts';
import { openLiveDashboard } from './dashboard.ts';
import { openLiveFirings } from './firings.ts';
import { type LiveGuilds, openLiveGuilds } from './guilds.ts';
import { openLiveMaintenance } from './maintenance.ts';
import type { Rooms } from './rooms.ts';
import { openLiveSync } from './sync.ts';

/** Parts of pages that are kept fresh for whoever watches. */
export interface Live {
  cluster: Rooms;
  dashboard: Rooms;
  guilds: LiveGuilds;
  sync: Rooms;
  firings: Rooms;
  maintenance: Rooms;
  /** Ends all streams. */
  close(): void;
}

/** `pause`, milliseconds between two looks, is for tests. */
export function openLive(
  deps: Pick<Deps, 'db' | 'redis' | 'queue' | 'partitions' | 'log' | 'clock'>,
  pause?: number,
): Live {
  const cluster = openLiveCluster(deps, pause);
  const dashboard = openLiveDashboard(deps, pause);
  const guilds = openLiveGuilds(deps, pause);
  const sync = openLiveSync(deps, pause);
  const firings = openLiveFirings(deps, pause);
  const maintenance = openLiveMaintenance(deps, pause);
  return {
    cluster,
    dashboard,
    guilds,
    sync,
    firings,
    maintenance,
    close() {
      cluster.close();
      dashboard.close();
      guilds.close();
      sync.close();
      firings.close();
      maintenance.close();
    },
  };
}
