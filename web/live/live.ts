import type { Deps } from '../context.ts';
import { openLiveFirings } from './firings.ts';
import { type LiveGuilds, openLiveGuilds } from './guilds.ts';
import type { Rooms } from './rooms.ts';
import { openLiveSync } from './sync.ts';

/** Parts of pages that are kept fresh for whoever watches. */
export interface Live {
  guilds: LiveGuilds;
  sync: Rooms;
  firings: Rooms;
  /** Ends all streams. */
  close(): void;
}

/** `pause`, milliseconds between two looks, is for tests. */
export function openLive(deps: Pick<Deps, 'db' | 'redis' | 'log' | 'clock'>, pause?: number): Live {
  const guilds = openLiveGuilds(deps, pause);
  const sync = openLiveSync(deps, pause);
  const firings = openLiveFirings(deps, pause);
  return {
    guilds,
    sync,
    firings,
    close() {
      guilds.close();
      sync.close();
      firings.close();
    },
  };
}
