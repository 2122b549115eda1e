import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { Action } from './action.ts';
import type { Condition } from './kind.ts';
import type { modes } from './rule.ts';

/** What became of a firing, as the migration says. */
export const outcomes = ['monitored', 'acted', 'upgraded', 'absorbed'] as const;
export type Outcome = (typeof outcomes)[number];

/** That a rule fired for a member, once in a burst, with why. */
export class AutoModFiring extends BaseModel {
  static override tableName = 'automod_firings';
  declare id: string;
  declare guildId: Snowflake;
  declare userId: Snowflake;
  declare source: 'rule' | 'discord';
  declare ruleId: string;
  declare ruleName: string;
  declare ruleKind: string;
  declare ruleVersion: number;
  declare burst: string;
  declare mode: (typeof modes)[number];
  declare action: Action;
  declare deletes: boolean;
  declare outcome: Outcome;
  declare caseId: string | null;
  declare reached: number | null;
  declare needed: number | null;
  declare withinMs: number | null;
  declare conditions: Condition[];
  /** For seven days. */
  declare excerpt: string | null;
  /** How many belong to it. */
  declare messages: number;
  declare startedAt: Date;
  declare latestAt: Date;
  declare untilAt: Date;
  declare createdAt: Date;
  declare undoneAt: Date | null;
  declare undoneBy: string | null;
}

/** A message that belongs to a firing, and whether it is deleted. */
export class AutoModFiringMessage extends BaseModel {
  static override tableName = 'automod_firing_messages';
  static override idColumn = ['firing_id', 'message_id'];
  declare firingId: string;
  declare messageId: Snowflake;
  declare channelId: Snowflake;
  declare at: Date;
  declare deletion: 'none' | 'wanted' | 'done' | 'failed';
}
