import type { ChannelSighting, Events, GuildEvent, Overwrite, RoleSighting } from '../shared/core/events.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';
import { threadsOf } from './thread-picks.ts';

const mostName = 256;
const mostRoles = 500;
const mostChannels = 1_000;
const mostOverwrites = 2_000;
const mostGuilds = 10_000; // of a shard; Discord allows 2,500

/** Announcement thread, public thread, private thread (Discord documentation, "Channel Types"). */
const threadTypes = new Set([10, 11, 12]);

/** The guilds that a session has as it begins. */
export function ready(d: Fields): Events['READY'] {
  const [shard, shards] = read.list(d, 'shard', 2);
  return {
    shard: read.count({ shard }, 'shard'),
    shards: read.count({ shards }, 'shards'),
    guilds: read.list(d, 'guilds', mostGuilds).map(idOf),
  };
}

/** A guild that came, returned or changed; one that is away says nothing yet. */
export function guild(d: Fields): GuildEvent | undefined {
  if (read.flag(d, 'unavailable')) return undefined;
  return {
    guild: read.snowflake(d, 'id'),
    name: read.text(d, 'name', mostName),
    icon: read.maybeText(d, 'icon', mostName),
    owner: read.snowflake(d, 'owner_id'),
    memberCount: read.maybeCount(d, 'member_count'),
    roles: read.isAbsent(d.roles) ? null : read.list(d, 'roles', mostRoles).map(aRole),
    channels: read.isAbsent(d.channels) ? null : read.list(d, 'channels', mostChannels).map(aChannel),
    threads: read.isAbsent(d.threads) ? null : threadsOf(d),
  };
}

export function lostGuild(d: Fields): Events['GUILD_DELETE'] {
  return { guild: read.snowflake(d, 'id'), unavailable: read.flag(d, 'unavailable') };
}

export function role(d: Fields): Events['GUILD_ROLE_CREATE'] {
  return { guild: read.snowflake(d, 'guild_id'), role: aRole(d.role) };
}

export function lostRole(d: Fields): Events['GUILD_ROLE_DELETE'] {
  return { guild: read.snowflake(d, 'guild_id'), role: read.snowflake(d, 'role_id') };
}

/** A channel of a guild. Direct conversations and threads are none. */
export function channel(d: Fields): Events['CHANNEL_CREATE'] | undefined {
  if (!isOfGuild(d)) return undefined;
  return { guild: read.snowflake(d, 'guild_id'), channel: aChannel(d) };
}

export function lostChannel(d: Fields): Events['CHANNEL_DELETE'] | undefined {
  if (!isOfGuild(d)) return undefined;
  return { guild: read.snowflake(d, 'guild_id'), channel: read.snowflake(d, 'id') };
}

function isOfGuild(d: Fields): boolean {
  return !read.isAbsent(d.guild_id) && !threadTypes.has(read.count(d, 'type'));
}

function idOf(value: unknown): Snowflake {
  return read.isFields(value) ? read.snowflake(value, 'id') : read.refuse('guilds', 'a list of objects');
}

function aRole(value: unknown): RoleSighting {
  if (!read.isFields(value)) return read.refuse('roles', 'a list of objects');
  return {
    id: read.snowflake(value, 'id'),
    name: read.text(value, 'name', mostName),
    color: read.count(value, 'color'),
    position: read.integer(value, 'position'),
    permissions: read.digits(value, 'permissions'),
    managed: read.flag(value, 'managed'),
  };
}

function aChannel(value: unknown): ChannelSighting {
  if (!read.isFields(value)) return read.refuse('channels', 'a list of objects');
  return {
    id: read.snowflake(value, 'id'),
    name: read.text(value, 'name', mostName),
    type: read.count(value, 'type'),
    position: read.integer(value, 'position'),
    parent: read.maybeSnowflake(value, 'parent_id'),
    overwrites: read.list(value, 'permission_overwrites', mostOverwrites).flatMap(overwrite),
  };
}

/** Of which kind of target an overwrite is (Discord documentation, "Overwrite Object"). */
const targets = new Map([
  [0, 'role'],
  [1, 'member'],
] as const);

function overwrite(value: unknown): Overwrite[] {
  if (!read.isFields(value)) return read.refuse('permission_overwrites', 'a list of objects');
  const type = targets.get(read.count(value, 'type') as 0 | 1); // of another number there is none
  if (!type) return [];
  return [
    {
      id: read.snowflake(value, 'id'),
      type,
      allow: read.digits(value, 'allow'),
      deny: read.digits(value, 'deny'),
    },
  ];
}
