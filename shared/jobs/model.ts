import type { JobRecord } from '../analytics/records.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** A job that is over: what Discord was asked for, what failed, and events that were set aside. */
export class KeptJob extends BaseModel {
  static override tableName = 'kept_jobs';
  static override idColumn = ['id', 'at'];
  static override jsonAttributes = ['data'];
  declare id: string;
  declare queue: string;
  /** Its id in that queue. */
  declare job: string;
  /** When it ended; of an event that was set aside, when its batch was queued. */
  declare at: Date;
  declare partition: number;
  declare name: string;
  declare guildId: Snowflake | null;
  declare outcome: JobRecord['outcome'];
  declare why: string | null;
  declare attempts: number;
  /** As it was queued, without what is hidden (data.ts); a text where it is too large: how it begins. */
  declare data: unknown;
  declare ids: Snowflake[];
  declare retriedAt: Date | null;
  declare retriedBy: string | null;
}
