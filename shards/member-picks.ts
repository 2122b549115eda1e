import type {
  ChunkEvent,
  Events,
  MemberEvent,
  MemberSighting,
  Profile,
  UserSighting,
} from '../shared/core/events.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';
import { readNonce } from './nonce.ts';

const mostName = 256;
const mostRolesOfOne = 1_000;
const mostOfChunk = 2_000;

/** A member who came or changed. */
export function member(d: Fields): MemberEvent {
  return { guild: read.snowflake(d, 'guild_id'), member: sighting(d) };
}

export function lostMember(d: Fields): Events['GUILD_MEMBER_REMOVE'] {
  return { guild: read.snowflake(d, 'guild_id'), user: user(read.object(d, 'user')) };
}

/** A chunk that a run asked for, as its nonce tells; nothing of what anyone else asked for. */
export function chunk(d: Fields): ChunkEvent | undefined {
  const run = readNonce(d.nonce);
  if (!run) return undefined;
  return {
    guild: read.snowflake(d, 'guild_id'),
    run,
    index: read.count(d, 'chunk_index'),
    count: read.count(d, 'chunk_count'),
    members: read.list(d, 'members', mostOfChunk).map(listed),
  };
}

/** Users of presences are whole only where something of them changed; of all others nothing but the id is certain. */
export function presence(d: Fields): Events['PRESENCE_UPDATE'] | undefined {
  const who = read.object(d, 'user');
  if (who.username === undefined || who.global_name === undefined || who.avatar === undefined)
    return undefined;
  return { guild: read.snowflake(d, 'guild_id'), user: user(who) };
}

export function profile(user: Fields): Profile {
  return {
    id: read.snowflake(user, 'id'),
    username: read.text(user, 'username', mostName),
    globalName: read.maybeText(user, 'global_name', mostName),
    avatar: read.maybeText(user, 'avatar', mostName),
  };
}

function user(value: Fields): UserSighting {
  return { ...profile(value), bot: read.flag(value, 'bot') };
}

function listed(value: unknown): MemberSighting {
  return read.isFields(value) ? sighting(value) : read.refuse('members', 'a list of objects');
}

function sighting(d: Fields): MemberSighting {
  return {
    user: user(read.object(d, 'user')),
    nick: read.maybeText(d, 'nick', mostName),
    avatar: read.maybeText(d, 'avatar', mostName),
    roles: read.snowflakes(d, 'roles', mostRolesOfOne).sort(), // Discord's order means nothing, and changes
    joinedAt: read.maybeTime(d, 'joined_at'),
    timedOutUntil: read.maybeTime(d, 'communication_disabled_until'),
    pending: read.flag(d, 'pending'),
  };
}
