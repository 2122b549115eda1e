import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** What a case is about. */
export const caseKinds = ['note', 'warn', 'timeout', 'untimeout', 'kick', 'ban', 'unban'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What became of what Discord was asked for. */
export const effectStates = ['none', 'wanted', 'done', 'failed'] as const;
export type EffectState = (typeof effectStates)[number];

/** Something that was done about a member, by whom and why. Columns as in the migration. */
export class ModerationCase extends BaseModel {
  static override tableName = 'moderation_cases';
  declare id: string;
  declare guildId: Snowflake;
  /** 1, 2, 3 … in its guild. */
  declare number: number;
  declare operation: string;
  declare kind: CaseKind;
  declare userId: Snowflake;
  declare actorKind: 'staff' | 'key' | 'member' | 'system';
  declare actorId: string | null;
  declare actorName: string;
  declare reason: string;
  declare endsAt: Date | null;
  declare deleteMessageSeconds: number;
  declare effect: EffectState;
  declare answer: string | null;
  declare lift: EffectState;
  declare resolvedAt: Date | null;
  declare resolvedBy: string | null;
  declare resolvedNote: string | null;
  declare version: number;
  declare createdAt: Date;
  declare changedAt: Date;
}

/** What happened to a case, in words. */
export class CaseNote extends BaseModel {
  static override tableName = 'case_notes';
  declare id: string;
  declare caseId: string;
  declare at: Date;
  declare actorName: string;
  declare text: string;
}

/** A warning; it counts until it expires or is withdrawn. */
export class UserWarning extends BaseModel {
  static override tableName = 'user_warnings';
  declare id: string;
  declare guildId: Snowflake;
  declare userId: Snowflake;
  declare caseId: string;
  declare actorName: string;
  declare reason: string;
  declare createdAt: Date;
  /** Null: never. */
  declare expiresAt: Date | null;
  declare withdrawnAt: Date | null;
  declare withdrawnBy: string | null;
}

/** A guild's stored settings; parse `values` with the schema ModerationConfig before use. */
export class ModerationConfigRow extends BaseModel {
  static override tableName = 'moderation_configs';
  static override idColumn = 'guild_id';
  declare guildId: Snowflake;
  declare values: unknown;
  declare version: number;
}
