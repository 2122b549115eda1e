import type { APIInteraction } from 'discord-api-types/v10';
import type { Snowflake } from './snowflake.ts';

/**
 * The seam between shards and workers: what is passed on of each dispatch, and no more. Shards build these from
 * frames (shards/frames.ts), workers read them (workers/runtime/routes.ts).
 */
export interface Events {
  MESSAGE_CREATE: MessageEvent;
  /** A text that somebody changed; not what Discord adds to a message. */
  MESSAGE_UPDATE: EditEvent;
  /** What Discord's own AutoMod did; of one offence, each of its actions is told by itself. */
  AUTO_MODERATION_ACTION_EXECUTION: AutoModEvent;
  MESSAGE_DELETE: { guild: Snowflake; channel: Snowflake; messages: Snowflake[] };
  MESSAGE_DELETE_BULK: { guild: Snowflake; channel: Snowflake; messages: Snowflake[] };
  /** Only of what moderators do in Discord's own client: kicks, bans, timeouts, and changes of roles and names. */
  GUILD_AUDIT_LOG_ENTRY_CREATE: AuditEntryEvent;
  GUILD_CREATE: GuildEvent;
  GUILD_UPDATE: GuildEvent;
  GUILD_DELETE: { guild: Snowflake; unavailable: boolean };
  GUILD_ROLE_CREATE: { guild: Snowflake; role: RoleSighting };
  GUILD_ROLE_UPDATE: { guild: Snowflake; role: RoleSighting };
  GUILD_ROLE_DELETE: { guild: Snowflake; role: Snowflake };
  CHANNEL_CREATE: { guild: Snowflake; channel: ChannelSighting };
  CHANNEL_UPDATE: { guild: Snowflake; channel: ChannelSighting };
  CHANNEL_DELETE: { guild: Snowflake; channel: Snowflake };
  THREAD_CREATE: { guild: Snowflake; thread: ThreadSighting };
  THREAD_UPDATE: { guild: Snowflake; thread: ThreadSighting };
  THREAD_DELETE: { guild: Snowflake; thread: Snowflake };
  /** All open threads of these channels; null: of the guild. */
  THREAD_LIST_SYNC: { guild: Snowflake; channels: Snowflake[] | null; threads: ThreadSighting[] };
  GUILD_MEMBER_ADD: MemberEvent;
  GUILD_MEMBER_UPDATE: MemberEvent;
  GUILD_MEMBER_REMOVE: { guild: Snowflake; user: UserSighting };
  /** Members of a guild, about a thousand at a time, as a run asked for them. */
  GUILD_MEMBERS_CHUNK: ChunkEvent;
  /** Only where it tells of the user's profile. */
  PRESENCE_UPDATE: { guild: Snowflake; user: UserSighting };
  /** A session began: these are all the guilds of the shard. */
  READY: { shard: number; shards: number; guilds: Snowflake[] };
  INTERACTION_CREATE: APIInteraction;
}
export type EventType = keyof Events;

export interface MessageEvent {
  id: Snowflake;
  guild: Snowflake;
  channel: Snowflake;
  /** Of a thread that was lately opened or changed: the channel it belongs to. Of others that is stored (guild_threads). */
  parent?: Snowflake;
  author: Profile;
  /** Of the member: role ids, and when they joined (ISO 8601) where Discord says. */
  roles: Snowflake[];
  joinedAt: string | null;
  content: string;
  attachments: { id: Snowflake; name: string; size: number; type: string | null; url: string }[];
  mentions: { users: number; roles: number; everyone: boolean };
  flags: number;
}

export interface EditEvent extends MessageEvent {
  /** Milliseconds since 1970, in Discord's time. */
  editedAt: number;
}

export interface AutoModEvent {
  guild: Snowflake;
  user: Snowflake;
  channel: Snowflake | null;
  /** Null where it was blocked, or none at all. */
  message: Snowflake | null;
  /** The message in which Discord told moderators. */
  alert: Snowflake | null;
  rule: Snowflake;
  /** Discord documentation, "Auto Moderation": trigger types; and action types with the length of a timeout. */
  trigger: number;
  action: { type: number; durationSeconds: number | null };
  /** The beginning of the text, at most 300 characters; empty without the Message Content intent. */
  excerpt: string;
  keyword: string | null;
}

export interface AuditEntryEvent {
  guild: Snowflake;
  id: Snowflake;
  /** Discord documentation, "Audit Log Events". */
  action: number;
  /** Who did it, and to whom. */
  by: Snowflake | null;
  target: Snowflake | null;
  reason: string;
  /** Of a member's update: the end of a timeout (ISO 8601; null: none). Undefined: not changed. */
  timedOutUntil?: string | null;
  /** Of a member's update. */
  nick?: { before: string | null; after: string | null };
  /** Roles that were given and taken. */
  roles?: { given: NamedRole[]; taken: NamedRole[] };
}

interface NamedRole {
  id: Snowflake;
  name: string;
}

/** What names a user; all but the id may change at any time. */
export interface Profile {
  id: Snowflake;
  username: string;
  globalName: string | null;
  avatar: string | null;
}

export interface UserSighting extends Profile {
  bot: boolean;
}

export interface MemberSighting {
  user: UserSighting;
  nick: string | null;
  /** Of the member in this guild. */
  avatar: string | null;
  roles: Snowflake[];
  /** ISO 8601; null for guests of a voice channel, who are no members yet. */
  joinedAt: string | null;
  /** End of a timeout (ISO 8601), also of one that is over. */
  timedOutUntil: string | null;
  /** Has not passed the membership screening yet. */
  pending: boolean;
}

export interface MemberEvent {
  guild: Snowflake;
  member: MemberSighting;
}

export interface ChunkEvent {
  guild: Snowflake;
  run: SyncRequest;
  index: number;
  count: number;
  members: MemberSighting[];
}

/** What a request for all members carries in its nonce. */
export interface SyncRequest {
  /** The run's id, and which of its requests it is. */
  id: string;
  attempt: number;
  /** When the shard asked: milliseconds since 1970. */
  askedAt: number;
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
  /** All that are open and that the bot can see; only GUILD_CREATE carries them. */
  threads?: ThreadSighting[] | null;
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
  overwrites: Overwrite[];
}

export interface ThreadSighting {
  id: Snowflake;
  /** The channel it belongs to. */
  parent: Snowflake;
  /** Whoever writes in it opens it again. */
  archived: boolean;
}

/** What a channel allows and denies a role or a member (Discord documentation, "Permissions"). */
export interface Overwrite {
  id: Snowflake;
  type: 'role' | 'member';
  /** Bits as decimal numbers. */
  allow: string;
  deny: string;
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
