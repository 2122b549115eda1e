import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** What a case is about. */
export const caseKinds = ['note', 'warn', 'timeout', 'untimeout', 'kick', 'ban', 'unban'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What became of what Discord was asked for. */
export const effectStates = ['none', 'wanted', 'done', 'failed'] as const;
export type EffectState = (typeof effectStates)[number];

/** A guild's stored settings; parse `values` with the schema ModerationConfig before use. */
export class ModerationConfigRow extends BaseModel {
  static override tableName = 'moderation_configs';
  static override idColumn = 'guild_id';
  declare guildId: Snowflake;
  declare values: unknown;
  declare version: number;
}
