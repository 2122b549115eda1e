import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** Why bytes moved. */
export const kinds = ['starting', 'daily', 'transfer', 'squad-fee', 'admin', 'refund'] as const;

/** An immutable row of the ledger. Days and amounts as in the migration. */
export class Bytes extends BaseModel {
  static override tableName = 'bytes';
  declare id: string;
  declare guildId: Snowflake;
  declare giverId: Snowflake | null;
  declare receiverId: Snowflake | null;
  declare amount: string;
  declare kind: (typeof kinds)[number];
  declare reason: string | null;
  declare operation: string;
  declare createdAt: Date;
}

/** A guild's stored settings; parse `values` with the schema BytesConfig before use. */
export class BytesConfigRow extends BaseModel {
  static override tableName = 'bytes_configs';
  static override idColumn = 'guild_id';
  declare guildId: Snowflake;
  declare values: unknown;
  declare version: number;
}

/** A role that is earned at so many bytes received in total. */
export class BytesRole extends BaseModel {
  static override tableName = 'bytes_roles';
  static override idColumn = ['guild_id', 'role_id'];
  declare guildId: Snowflake;
  declare roleId: Snowflake;
  declare threshold: string;
}
