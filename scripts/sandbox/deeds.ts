/** What can happen in the world. */
export type DeedKind =
  | 'message'
  | 'edit'
  | 'delete'
  | 'reaction'
  | 'unreaction'
  | 'join'
  | 'leave'
  | 'kick'
  | 'ban'
  | 'unban'
  | 'member'
  | 'timeout'
  | 'roles'
  | 'guild'
  | 'role'
  | 'channel'
  | 'interaction'
  | 'answer';

/** Something that truly happened, however its request was answered and whatever became of its dispatch. */
export interface Deed {
  is: DeedKind;
  /** Milliseconds. */
  at: number;
  /** Who did it, a user's id. */
  by: string;
  guild: string | null;
  /** What it was done to: the id of a message, user, role, channel, guild or interaction. */
  target: string;
  /** What else one may compare: a channel, the end of a timeout, roles added and removed, … */
  more?: Record<string, unknown>;
}

export interface Deeds {
  /** In the order in which they happened; the oldest are forgotten past `keep`. */
  all: Deed[];
  add(deed: Deed): void;
  clear(): void;
}

export function createDeeds(keep: number): Deeds {
  const all: Deed[] = [];
  return {
    all,
    add(deed) {
      all.push(deed);
      if (all.length > 2 * keep) all.splice(0, all.length - keep);
    },
    clear() {
      all.length = 0;
    },
  };
}
