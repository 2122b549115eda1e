import type { Snowflake } from '../core/snowflake.ts';
import type { NeededIntent } from './intents.ts';
import type { Feature } from './needs.ts';

/** A channel or role as it is, or was, called; null where that was never known. */
export interface Part {
  kind: 'channel' | 'role';
  id: Snowflake;
  name: string | null;
}

/** What needs a channel or role: role rewards, squads, rules of auto-moderation, or a setting by the titles it has in the panel. */
export type Use =
  | { is: 'rewards' }
  | { is: 'squads' }
  | { is: 'automod' }
  | { is: 'setting'; feature: string; key: string; titles: { feature: string; setting: string } };

/** Something about a guild that keeps a feature from working; words.ts says what is wrong and how to mend it. */
export type Finding = {
  /** `error`: something that is used does not work. */
  severity: 'error' | 'warning';
} & (
  | { is: 'left' }
  /** The bot's own roles are not known yet, so that permissions could not be checked. */
  | { is: 'unknown-bot' }
  | { is: 'permission'; feature: Feature; missing: string[] }
  | { is: 'intent'; name: NeededIntent['name'] }
  /** The bot's highest role does not stand above roles it is to give. */
  | { is: 'hierarchy'; roles: Part[]; highest: Part }
  /** Deleted, or managed by an integration, so that nobody can be given it. */
  | { is: 'role'; why: 'deleted' | 'managed'; roles: Part[]; use: Use }
  /** Roles that the bot gives, and that moderate or run the guild. */
  | { is: 'powers'; roles: Part[]; held: string[]; use: Use }
  | { is: 'channel'; why: 'deleted'; channels: Part[]; use: Use }
  | { is: 'channel'; why: 'closed'; channels: Part[]; missing: string[]; use: Use }
  /** Its members were never loaded. */
  | { is: 'members' }
);

/** Findings in a fixed order; none: all is well. */
export interface SetUp {
  findings: Finding[];
}
