import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Rule } from './rule.ts';

/** A guild's settings of auto-moderation, besides its rules: stored in `automod_configs.values`. */
export const AutoModConfig = z.object({
  enabled: z.boolean().default(true).meta({
    title: 'Auto-moderation enabled',
    description: 'Off: no rule looks at anything.',
    group: 'Auto-moderation',
    quick: true,
  }),
  traces: z.boolean().default(false).meta({
    title: 'Record message traces',
    description:
      'Author, channel, time, counts and a fingerprint of every message, without its text, kept for 7 days. Backtests of rules need them.',
    group: 'Backtests',
    quick: true,
  }),
  warnInChannel: z.boolean().default(false).meta({
    title: 'Warn in the channel as well',
    description:
      'A warning goes to the member in private and to the log channel; with this also where the message was.',
    group: 'Warnings',
  }),
});
export type AutoModConfig = z.infer<typeof AutoModConfig>;

/** What workers know of a guild's auto-moderation. Parts that need a query each are loaded with the rest, at once. */
export interface AutoModSettings {
  config: AutoModConfig;
  /** Enabled ones. */
  rules: Rule[];
  owner: Snowflake | null;
  /** Roles that make a moderator anywhere in the guild: Manage Messages, Administrator, the guild's moderator role. */
  moderatorRoles: ReadonlySet<Snowflake>;
  /** Roles and members whom a channel's overwrites give Manage Messages there, or take it from: channel → target → which. */
  channelModerators: ReadonlyMap<Snowflake, ReadonlyMap<Snowflake, 'allow' | 'deny'>>;
  /** Threads of the channels that a rule exempts → that channel. */
  threads: ReadonlyMap<Snowflake, Snowflake>;
}
