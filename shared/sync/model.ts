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

/** A Discord account, over all guilds. */
export class DiscordUser extends BaseModel {
  static override tableName = 'discord_users';
  declare id: Snowflake;
  declare username: string;
  declare globalName: string | null;
  declare avatar: string | null;
}

/** A user in a guild, with the account of their bytes (see the migration for what each column means). */
export class GuildMember extends BaseModel {
  static override tableName = 'guild_members';
  static override idColumn = ['guild_id', 'user_id'];
  declare guildId: Snowflake;
  declare userId: Snowflake;
  declare active: boolean;
  declare balance: string;
  declare received: string;
  declare sent: string;
  declare lastDay: number | null;
  declare streak: number;
  declare version: string;
}
