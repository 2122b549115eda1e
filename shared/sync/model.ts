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
