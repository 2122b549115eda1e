import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { Decision } from './settings.ts';

/** What happens to files of an extension. */
export class FileRule extends BaseModel {
  static override tableName = 'file_rules';
  declare id: string;
  declare guildId: Snowflake;
  /** Lower case, without a dot. */
  declare extension: string;
  declare decision: Decision;
  /** Null: the guild's text. */
  declare message: string | null;
  declare version: number;
  declare createdAt: Date;
}

/** A file that a human attached to a message. */
export class FileAttachment extends BaseModel {
  static override tableName = 'file_attachments';
  static override idColumn = ['id', 'at'];
  declare id: Snowflake;
  declare at: Date;
  declare guildId: Snowflake;
  declare channelId: Snowflake;
  declare messageId: Snowflake;
  declare userId: Snowflake;
  declare name: string;
  declare extension: string | null;
  declare size: string;
  declare url: string;
  declare decision: Decision | 'off' | 'exempt';
  declare deletion: 'none' | 'wanted' | 'done' | 'failed';
}
