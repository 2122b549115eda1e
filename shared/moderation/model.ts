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

/** A reason that moderators pick from. */
export class ReasonTemplate extends BaseModel {
  static override tableName = 'reason_templates';
  declare id: string;
  declare guildId: Snowflake;
  /** Unique in the guild, whatever its case. */
  declare name: string;
  declare text: string;
  declare version: number;
  declare createdAt: Date;
}
