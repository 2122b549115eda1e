import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { modes } from './rule.ts';

/** A guild's stored settings; parse `values` with the schema AutoModConfig before use. */
export class AutoModConfigRow extends BaseModel {
  static override tableName = 'automod_configs';
  static override idColumn = 'guild_id';
  declare guildId: Snowflake;
  declare values: unknown;
  declare version: number;
}

/** A rule as stored; stored-rule.ts reads it. */
export class AutoModRule extends BaseModel {
  static override tableName = 'automod_rules';
  declare id: string;
  declare guildId: Snowflake;
  declare kind: string;
  declare slot: number;
  /** Unique in the guild, whatever its case. */
  declare name: string;
  declare enabled: boolean;
  declare mode: (typeof modes)[number];
  declare action: unknown;
  declare deleteMessages: boolean;
  declare exemptRoles: Snowflake[];
  declare exemptChannels: Snowflake[];
  declare exemptModerators: boolean;
  declare settings: unknown;
  declare version: number;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** What a rule was at one version: written once, never changed, and kept when the rule is gone. */
export class AutoModRuleVersion extends BaseModel {
  static override tableName = 'automod_rule_versions';
  static override idColumn = ['rule_id', 'version'];
  declare ruleId: string;
  declare version: number;
  declare guildId: Snowflake;
  declare values: unknown;
  declare actorKind: 'staff' | 'key' | 'member' | 'system';
  declare actorId: string | null;
  declare actorName: string;
  declare createdAt: Date;
}
