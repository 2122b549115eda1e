import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

export type ForgetState = 'waiting' | 'running' | 'done' | 'failed';

/** A user who is to be forgotten, or was. */
export class ForgetRun extends BaseModel {
  static override tableName = 'forget_runs';
  declare id: string;
  /** Null once it is done: nothing tells any more whom the pseudonym stands for. */
  declare userId: Snowflake | null;
  /** By which others wrote of them. */
  declare names: string[] | null;
  /** Under which they did something themselves, and, once that was looked for, nobody else did. */
  declare actedAs: string[] | null;
  declare pseudonym: Snowflake;
  declare state: ForgetState;
  /** Rows that were changed or deleted so far. */
  declare changed: string;
  declare cursor: unknown;
  /** What it waits for, or why it failed. */
  declare why: string | null;
  declare claims: number;
  /** Claims since it last got on. */
  declare tries: number;
  declare askedBy: string;
  declare askedAt: Date;
  declare finishedAt: Date | null;
}
