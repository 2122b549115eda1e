import type { Overwrite } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** A Discord server. Rows stay when the bot leaves: `active` tells. */
export class Guild extends BaseModel {
  static override tableName = 'guilds';
  declare id: Snowflake;
  declare name: string;
  declare icon: string | null;
  declare ownerId: Snowflake | null;
  declare memberCount: number | null;
  declare active: boolean;
  declare seenAt: Date;
  /** When all members were last asked for in a run that finished; null: never. */
  declare membersLoadedAt: Date | null;
}

/** A role; what a guild no longer has stays with `active` false, so that what refers to it can be named. */
export class GuildRole extends BaseModel {
  static override tableName = 'guild_roles';
  static override idColumn = ['guild_id', 'id'];
  declare guildId: Snowflake;
  declare id: Snowflake;
  declare name: string;
  declare color: number;
  declare position: number;
  declare permissions: string;
  declare managed: boolean;
  declare active: boolean;
}

/** A channel that is no thread; kept as roles are. */
export class GuildChannel extends BaseModel {
  static override tableName = 'guild_channels';
  static override idColumn = ['guild_id', 'id'];
  declare guildId: Snowflake;
  declare id: Snowflake;
  declare name: string;
  declare type: number;
  declare position: number;
  declare parentId: Snowflake | null;
  declare overwrites: Overwrite[];
  declare active: boolean;
}

/**
 * The bot joined the guild, came back to other numbers, or to the same ones after events may have been missed (`gap`); or
 * somebody asked.
 */
export const syncReasons = ['join', 'return', 'gap', 'command', 'panel', 'api'] as const;
export type SyncReason = (typeof syncReasons)[number];
export const states = ['queued', 'running', 'done', 'failed', 'abandoned'] as const;

/** One load of all members of a guild, from the wish to its end. Of a guild at most one is queued or running. */
export class SyncRun extends BaseModel {
  static override tableName = 'sync_runs';
  declare id: string;
  declare guildId: Snowflake;
  declare reason: SyncReason;
  /** Who asked, as people name them; null: the system. */
  declare requestedBy: string | null;
  declare state: (typeof states)[number];
  declare createdAt: Date;
  /** Requests sent to the gateway so far, and when the latest was. */
  declare attempt: number;
  declare askedAt: Date | null;
  declare chunks: number | null;
  declare finishedAt: Date | null;
  /** Of a finished one: members seen, rows that changed, members that were gone. */
  declare members: number | null;
  declare written: number;
  declare gone: number | null;
  /** Of a failed one: what to do about it. */
  declare why: string | null;
}
