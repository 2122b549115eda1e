import type { APIInteraction } from 'discord-api-types/v10';
import type { Snowflake } from './snowflake.ts';

/**
 * The seam between shards and workers: what is passed on of each dispatch, and no more. Shards build these from
 * frames (shards/frames.ts), workers read them (workers/runtime/routes.ts).
 */
export interface Events {
  MESSAGE_CREATE: MessageEvent;
  GUILD_CREATE: GuildEvent;
  GUILD_UPDATE: GuildEvent;
  GUILD_DELETE: { guild: Snowflake; unavailable: boolean };
  INTERACTION_CREATE: APIInteraction;
}
export type EventType = keyof Events;

export interface MessageEvent {
  id: Snowflake;
  guild: Snowflake;
  channel: Snowflake;
  author: Profile;
  /** Of the member: role ids, and when they joined (ISO 8601) where Discord says. */
  roles: Snowflake[];
  joinedAt: string | null;
  content: string;
  attachments: { id: Snowflake; name: string; size: number; type: string | null; url: string }[];
  mentions: { users: number; roles: number; everyone: boolean };
  flags: number;
}

/** What names a user; all but the id may change at any time. */
export interface Profile {
  id: Snowflake;
  username: string;
  globalName: string | null;
  avatar: string | null;
}

export interface GuildEvent {
  guild: Snowflake;
  name: string;
  icon: string | null;
  owner: Snowflake;
  /** Only GUILD_CREATE carries it. */
  memberCount: number | null;
  /** All of them; null or absent says nothing of them. */
  roles?: RoleSighting[] | null;
  /** All of them, threads apart; only GUILD_CREATE carries them. */
  channels?: ChannelSighting[] | null;
}

export interface RoleSighting {
  id: Snowflake;
  name: string;
  /** RGB as one number; 0 is none. */
  color: number;
  position: number;
  /** Bits as a decimal number (Discord documentation, "Permissions"). */
  permissions: string;
  /** Belongs to an integration: nobody can be given it. */
  managed: boolean;
}

export interface ChannelSighting {
  id: Snowflake;
  name: string;
  /** Discord documentation, "Channel Types". */
  type: number;
  position: number;
  /** The category. */
  parent: Snowflake | null;
}

/** An event on its way. */
export interface Envelope<T extends EventType = EventType> {
  t: T;
  /** Natural identity, the same for a replay or a second shard: a message's id; where there is none `session-sequence`. */
  id: string;
  /** When the shard received it: milliseconds since 1970, strictly increasing per shard. Rows keep it as `seen_at`. */
  at: number;
  d: Events[T];
}
/** Discriminated by `t`. */
export type AnyEnvelope = { [T in EventType]: Envelope<T> }[EventType];
