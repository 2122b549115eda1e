import type { AutoModEvent, Envelope, Events, EventType, MemberEvent } from '../shared/core/events.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { auditEntry } from './audit-picks.ts';
import { type Fields, isFields, refuse } from './fields.ts';
import { channel, guild, lostChannel, lostGuild, lostRole, ready, role } from './guild-picks.ts';
import { chunk, lostMember, member, presence } from './member-picks.ts';
import { autoMod, edit, interaction, lostMessage, lostMessages, message } from './picks.ts';
import { lostThread, thread, threads } from './thread-picks.ts';

/**
 * Queues that shards fill: events travel in batches, interactions each on their own, since people wait for them, and so
 * do chunks of members, since each is as large as a batch.
 */
export type Lane = 'events' | 'interactions' | 'members';

/** Where and when a dispatch was received. */
export interface Origin {
  session: string;
  sequence: number;
  /** Milliseconds since 1970, strictly increasing per shard. */
  at: number;
}

interface Frame<T extends EventType> {
  lane: Lane;
  /** The same for a replay and for the copy that a second shard received. */
  identity: (event: Events[T], from: Origin) => string;
  /** What decides the partition: the guild, or the user outside of guilds. */
  home: (event: Events[T]) => Snowflake;
  /** Validates and keeps what workers read; undefined drops it on purpose, `bad-input` refuses it. */
  pick: (d: Fields) => Events[T] | undefined;
}

type Frames = { [T in EventType]: Frame<T> };

const bySequence = (_: unknown, { session, sequence }: Origin) => `${session}-${sequence}`;
const byId = ({ id }: { id: string }) => id;
const byJoin = ({ guild, member }: MemberEvent, from: Origin) =>
  member.joinedAt === null ? bySequence(member, from) : `${guild}-${member.user.id}-${member.joinedAt}`;
const byOffence = ({ guild, user, rule, action, message, alert }: AutoModEvent, from: Origin) =>
  `${guild}-${user}-${rule}-${action.type}-${message ?? alert ?? bySequence(rule, from)}`;
const byMessages = ({ messages: [first], messages }: Events['MESSAGE_DELETE_BULK']) =>
  `${first}-${messages.length}-${messages.at(-1)}`;
const byGuild = ({ guild }: { guild: Snowflake }) => guild;
const ofGuild = { lane: 'events', identity: bySequence, home: byGuild } as const;

/** What the gateway says, and what becomes of it. A type that is not here is dropped; a new one is one entry. */
const frames = {
  MESSAGE_CREATE: { lane: 'events', identity: byId, home: byGuild, pick: message },
  MESSAGE_UPDATE: {
    lane: 'events',
    identity: ({ id, editedAt }) => `${id}-${editedAt}`,
    home: byGuild,
    pick: edit,
  },
  MESSAGE_DELETE: { ...ofGuild, identity: byMessages, pick: lostMessage },
  MESSAGE_DELETE_BULK: { ...ofGuild, identity: byMessages, pick: lostMessages },
  GUILD_AUDIT_LOG_ENTRY_CREATE: { ...ofGuild, identity: byId, pick: auditEntry },
  AUTO_MODERATION_ACTION_EXECUTION: { ...ofGuild, identity: byOffence, pick: autoMod },
  READY: { lane: 'events', identity: bySequence, home: ({ guilds }) => guilds[0] ?? '0', pick: ready },
  GUILD_CREATE: { ...ofGuild, pick: guild },
  GUILD_UPDATE: { ...ofGuild, pick: guild },
  GUILD_DELETE: { ...ofGuild, pick: lostGuild },
  GUILD_ROLE_CREATE: { ...ofGuild, pick: role },
  GUILD_ROLE_UPDATE: { ...ofGuild, pick: role },
  GUILD_ROLE_DELETE: { ...ofGuild, pick: lostRole },
  CHANNEL_CREATE: { ...ofGuild, pick: channel },
  CHANNEL_UPDATE: { ...ofGuild, pick: channel },
  CHANNEL_DELETE: { ...ofGuild, pick: lostChannel },
  THREAD_CREATE: { ...ofGuild, pick: thread },
  THREAD_UPDATE: { ...ofGuild, pick: thread },
  THREAD_DELETE: { ...ofGuild, pick: lostThread },
  THREAD_LIST_SYNC: { ...ofGuild, pick: threads },
  GUILD_MEMBER_ADD: { ...ofGuild, identity: byJoin, pick: member },
  GUILD_MEMBER_UPDATE: { ...ofGuild, pick: member },
  GUILD_MEMBER_REMOVE: { ...ofGuild, pick: lostMember },
  GUILD_MEMBERS_CHUNK: {
    lane: 'members',
    identity: ({ run, index }) => `${run.id}-${run.attempt}-${run.askedAt}-${index}`,
    home: byGuild,
    pick: chunk,
  },
  PRESENCE_UPDATE: { ...ofGuild, pick: presence },
  INTERACTION_CREATE: {
    lane: 'interactions',
    identity: byId,
    home: (d) => d.guild_id ?? d.user?.id ?? d.id,
    pick: interaction,
  },
} satisfies Frames;

/** An event to pass on; a union over its types, so that `envelope.t` tells what `envelope.d` is. */
export type Taken<T extends EventType = EventType> = {
  [K in T]: { lane: Lane; home: Snowflake; envelope: Envelope<K> };
}[T];

/**
 * The event of a dispatch, or undefined where nobody reads it. Throws `bad-input` for one that does not have Discord's
 * form; nothing that a dispatch may hold makes it throw anything else.
 */
export function readFrame(type: string, d: unknown, from: Origin): Taken | undefined {
  if (!isRead(type)) return undefined;
  return isFields(d) ? take(type, d, from) : refuse('d', 'an object');
}

export function isRead(type: string): type is EventType {
  return Object.hasOwn(frames, type);
}

function take<T extends EventType>(type: T, d: Fields, from: Origin): Taken<T> | undefined {
  const frame: Frames[T] = frames[type];
  const event = frame.pick(d);
  if (event === undefined) return undefined;
  const envelope: Envelope<T> = { t: type, id: frame.identity(event, from), at: from.at, d: event };
  return { lane: frame.lane, home: frame.home(event), envelope };
}
