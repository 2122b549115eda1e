import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** A team of a guild's members, with a role of its own. */
export class Squad extends BaseModel {
  static override tableName = 'squads';
  declare id: string;
  declare guildId: Snowflake;
  /** Unique in the guild, whatever its case. */
  declare name: string;
  declare description: string;
  /** Unique in the guild. */
  declare roleId: Snowflake;
  /** Only active squads can be joined. */
  declare active: boolean;
  /** Members at most; null: any number. */
  declare capacity: number | null;
  /** Said to whoever joins; null: nothing. */
  declare welcome: string | null;
  declare version: number;
  declare createdAt: Date;
}

/** Who is in which squad, one per member and guild. */
export class SquadMember extends BaseModel {
  static override tableName = 'squad_members';
  static override idColumn = ['guild_id', 'user_id'];
  declare guildId: Snowflake;
  declare userId: Snowflake;
  declare squadId: string;
  declare joinedAt: Date;
}
