import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { MaintenanceKind } from './kinds.ts';

export const runStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/** One piece of maintenance that somebody asked for. */
export class MaintenanceRun extends BaseModel {
  static override tableName = 'maintenance_runs';
  declare id: string;
  declare kind: MaintenanceKind;
  /** `0`: of no single guild. */
  declare guildId: Snowflake;
  /** `table`: the only one that it is about. */
  declare options: { table?: string };
  declare state: RunState;
  /** In what its kind counts; the total is an estimate until it is done, null where there is none. */
  declare done: string;
  declare total: string | null;
  /** As its kind tells it (results.ts); `cursor` is the work's own. */
  declare result: unknown;
  declare cursor: unknown;
  declare claims: number;
  declare error: string | null;
  declare askedBy: string;
  declare askedAt: Date;
  declare startedAt: Date | null;
  declare beatAt: Date | null;
  declare finishedAt: Date | null;
}
