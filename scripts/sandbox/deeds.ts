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
  | 'invite'
  | 'automod-rule'
  | 'automod'
  | 'webhook'
  | 'pin'
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

/** Fields left out fit everything. */
export interface DeedQuery {
  is?: string;
  target?: string;
  by?: string;
  guild?: string;
  /** Milliseconds: at that time or later. */
  since?: number;
}

export interface Deeds {
  /** In the order in which they happened; the oldest are forgotten past `keep`. */
  all: Deed[];
  add(deed: Deed): void;
  /** In the order in which they happened. */
  that(query: DeedQuery): Deed[];
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
    that({ since = 0, ...wanted }) {
      const fields = Object.entries(wanted).filter(([, value]) => value !== undefined);
      return all.filter((deed) => {
        const known: Record<string, unknown> = { ...deed };
        return deed.at >= since && fields.every(([field, value]) => known[field] === value);
      });
    },
    clear() {
      all.length = 0;
    },
  };
}
