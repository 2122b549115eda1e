import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import { isTimeZone } from '../core/time-zone.ts';

/** One row of the streak table: from so many consecutive active days on, this multiplier. */
export const Tier = z.object({
  days: z.int().min(1).max(36_500),
  label: z.string().trim().min(1).max(32),
  multiplier: z.int().min(1).max(65_536),
});
export type Tier = z.infer<typeof Tier>;

/** Product §1, "Streak table": the default. */
const defaultTiers: Tier[] = [
  { days: 8, label: 'CHAR', multiplier: 2 },
  { days: 16, label: 'SHORT', multiplier: 4 },
  { days: 32, label: 'INT', multiplier: 16 },
  { days: 64, label: 'LONG', multiplier: 256 },
];

const TimeZone = z.string().refine(isTimeZone, 'not an IANA time zone such as Europe/Berlin');

/** A guild's settings of the economy (product §1): stored in `bytes_configs.values`, every one with a default. */
export const BytesConfig = z.object({
  enabled: z.boolean().default(true),
  startingBalance: z.int().min(0).max(1_000_000_000).default(100),
  dailyAmount: z.int().min(1).max(1_000_000).default(10),
  tiers: z.array(Tier).max(25).default(defaultTiers),
  mode: z.enum(['tier', 'milestone']).default('tier'),
  announce: z.enum(['reaction', 'message', 'off']).default('reaction'),
  emoji: z.string().min(1).max(64).default('🪙'),
  ignoredChannels: z.array(Snowflake).max(500).default([]),
  timeZone: TimeZone.default('UTC'),
  leastAccountAgeDays: z.int().min(0).max(3_650).default(0),
  leastMembershipDays: z.int().min(0).max(3_650).default(0),
});
export type BytesConfig = z.infer<typeof BytesConfig>;

/** What workers know of a guild's economy: its config and its role rewards, least threshold first. */
export interface BytesSettings {
  config: BytesConfig;
  roles: { role: Snowflake; threshold: number }[];
}
