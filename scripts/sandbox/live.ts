import type { Deed } from './deeds.ts';
import type { Channel, Guild, World } from './world/types.ts';

/** One event for the gateway. Who gets it follows from its type, guild and channel. */
export interface Dispatch {
  type: string;
  /** Null: direct messages and what belongs to the application; shard 0 gets those. */
  guild: Guild | null;
  /** Where set, the bot must be able to see it. */
  channel?: Channel;
  /** Permissions that the bot must hold in the guild to be told. */
  needs?: bigint;
  data: unknown;
  /** Needs no intent: a change of the bot's own membership. */
  own?: boolean;
}

/** The world together with the ones who must hear of its changes. */
export interface Live {
  world: World;
  publish(dispatch: Dispatch): void;
  /** Puts it on record, with its time. */
  happened(deed: Omit<Deed, 'at'>): void;
}
