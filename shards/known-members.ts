import type {
  AnyEnvelope,
  Envelope,
  Events,
  EventType,
  MemberSighting,
  UserSighting,
} from '../shared/core/events.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { openRecentHashes, type RecentHashes } from './recent-hashes.ts';

const capacity = 2 ** 17; // members, and as many profiles: 4 MiB a shard

/**
 * What a shard last passed on of members and of profiles, so that storms which change nothing end in it: updates of what
 * is not kept, presences, and the profile edit that Discord tells once for every guild that the user shares. What was
 * passed on counts as stored, since jobs are durable.
 */
export interface KnownMembers {
  /** Whether the event is to be passed on; it counts as passed on then. */
  isNews(event: AnyEnvelope): boolean;
  /** For when what was passed on may be lost: everything passes again. */
  forget(): void;
}

type Readers = { [T in EventType]?: (event: Events[T]) => boolean };

export function openKnownMembers(most = capacity): KnownMembers {
  const members = openRecentHashes(most);
  const profiles = openRecentHashes(most);

  const readers: Readers = {
    GUILD_MEMBER_ADD({ guild, member }) {
      learn(members, keyOf(guild, member.user), () => textOfMember(member));
      learn(profiles, member.user.id, () => textOfUser(member.user));
      return true;
    },
    GUILD_MEMBER_UPDATE({ guild, member }) {
      const changed = learn(members, keyOf(guild, member.user), () => textOfMember(member));
      return learn(profiles, member.user.id, () => textOfUser(member.user)) || changed;
    },
    GUILD_MEMBER_REMOVE({ guild, user }) {
      learn(members, keyOf(guild, user), () => gone);
      learn(profiles, user.id, () => textOfUser(user));
      return true;
    },
    PRESENCE_UPDATE: ({ user }) => learn(profiles, user.id, () => textOfUser(user)),
    GUILD_MEMBERS_CHUNK({ guild, members: listed }) {
      for (const member of listed) {
        doubt(members, keyOf(guild, member.user), () => textOfMember(member));
        doubt(profiles, member.user.id, () => textOfUser(member.user));
      }
      return true;
    },
  };

  function isNews<T extends EventType>({ t, d }: Envelope<T>): boolean {
    const reader: Readers[T] = readers[t];
    return reader ? reader(d) : true;
  }

  return {
    isNews,
    forget() {
      members.clear();
      profiles.clear();
    },
  };
}

/** No JSON: neither of them equals what a member or a profile says. */
const gone = 'gone';
const unsure = 'unsure';

/** Whether that is new. */
function learn(hashes: RecentHashes, key: string, text: () => string): boolean {
  if (hashes.ask(key, text) === 'same') return false;
  hashes.set(key, text());
  return true;
}

/**
 * A chunk tells of changes that no event told of, but may also be older than an event: whichever of the two is stored,
 * the next event about what they differ in must pass. Whom nothing is known of stays unknown: a load of a large guild
 * would push everyone else out.
 */
function doubt(hashes: RecentHashes, key: string, text: () => string): void {
  if (hashes.ask(key, text) === 'another') hashes.set(key, unsure);
}

function keyOf(guild: Snowflake, { id }: UserSighting): string {
  return `${guild}:${id}`;
}

function textOfMember({ nick, avatar, roles, joinedAt, timedOutUntil, pending }: MemberSighting): string {
  return JSON.stringify([nick, avatar, roles, joinedAt, timedOutUntil, pending]);
}

function textOfUser({ username, globalName, avatar, bot }: UserSighting): string {
  return JSON.stringify([username, globalName, avatar, bot]);
}
