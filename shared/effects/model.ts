import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** A request that Discord refused for good, or that could not be made in time; shown in the panel. */
export class FailedEffect extends BaseModel {
  static override tableName = 'failed_effects';
  static override idColumn = 'job';
  static override jsonAttributes = ['effect'];
  /** Id of the job, so that the same effect fails once. */
  declare job: string;
  declare guildId: Snowflake;
  declare effect: object;
  /** HTTP status of Discord's answer; 0 where there was none. */
  declare status: number;
  /** Discord's error code, `expired`, `elsewhere` (a channel of another guild) or `bug`. */
  declare code: string;
  declare why: string;
  declare failedAt: Date;
}
