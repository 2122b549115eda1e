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
  declare active: boolean;
}
