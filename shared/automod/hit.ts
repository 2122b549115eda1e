import type { Snowflake } from '../core/snowflake.ts';
import type { Action } from './action.ts';
import type { Condition } from './kind.ts';
import type { modes } from './rule.ts';

/** That a rule holds for a member, as one batch saw it: part of a burst, or all of it. Times in milliseconds since 1970. */
export interface Hit {
  guild: Snowflake;
  user: Snowflake;
  /** One of ours, or Discord's own AutoMod, which has acted already. */
  source: 'rule' | 'discord';
  rule: { id: string; name: string; kind: string; version: number };
  /** Which burst of this rule and member. */
  burst: string;
  mode: (typeof modes)[number];
  action: Action;
  /** Whether the messages go. */
  deletes: boolean;
  /** Count against threshold; null where nothing is counted. */
  counted: { reached: number; needed: number; within: number } | null;
  conditions: Condition[];
  /** One sentence without the pattern. */
  why: string;
  excerpt: string | null;
  messages: { id: Snowflake; channel: Snowflake; at: number }[];
  /** Of its first message and of its latest, as far as this batch knows. */
  from: number;
  to: number;
  /** When the message came that made the rule hold. */
  firedAt: number;
  /** When the burst is over, unless the rule holds again. */
  until: number;
}
