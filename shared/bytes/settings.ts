import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import { isTimeZone } from '../core/time-zone.ts';

/** One row of the streak table: from so many consecutive active days on, this multiplier. */
export const Tier = z.object({
  days: z.int().min(1).max(36_500).meta({ title: 'From', unit: 'days' }),
  label: z.string().trim().min(1).max(32).meta({ title: 'Label' }),
  multiplier: z.int().min(1).max(65_536).meta({ title: 'Multiplier', unit: 'times' }),
});
export type Tier = z.infer<typeof Tier>;

/** Product §1, "Streak table": the default. */
const defaultTiers: Tier[] = [
  { days: 8, label: 'CHAR', multiplier: 2 },
  { days: 16, label: 'SHORT', multiplier: 4 },
  { days: 32, label: 'INT', multiplier: 16 },
  { days: 64, label: 'LONG', multiplier: 256 },
];

const Tiers = z
  .array(Tier)
  .max(25)
  .check(({ value, issues }) => {
    for (const index of twins(value))
      issues.push({
        code: 'custom',
        message: 'another row starts at the same day',
        path: [index, 'days'],
        input: value,
      });
  })
  .overwrite((tiers) => [...tiers].sort((a, b) => a.days - b.days));

/** In one order, so that picking the same ones again changes nothing. */
const Channels = z
  .array(Snowflake)
  .max(500)
  .overwrite((ids) => [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));

const Emoji = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine(isEmoji, 'neither an emoji nor one of the server as name:id');

const TimeZone = z.string().max(64).refine(isTimeZone, 'not an IANA time zone such as Europe/Berlin');

/**
 * A guild's settings of the economy (product §1): stored in `bytes_configs.values`, every one with a default. What is
 * said of a field here is its form, its API and its words in every diff.
 */
export const BytesConfig = z.object({
  enabled: z.boolean().default(true).meta({
    title: 'Bytes enabled',
    description: 'Off: nobody earns, and the commands say so. Balances stay.',
    group: 'Economy',
    quick: true,
  }),
  startingBalance: z.int().min(0).max(1_000_000_000).default(100).meta({
    title: 'Starting balance',
    description: 'Granted once, with the first award a member ever gets.',
    group: 'Economy',
    unit: 'bytes',
  }),
  dailyAmount: z.int().min(1).max(1_000_000).default(10).meta({
    title: 'Daily amount',
    description: "For the first message of a member's day, times the multiplier of the streak.",
    group: 'Economy',
    quick: true,
    unit: 'bytes',
  }),
  timeZone: TimeZone.default('UTC').meta({
    title: 'Time zone',
    description: 'When a day begins. Changing it never pays a day twice.',
    group: 'Economy',
    quick: true,
    widget: 'time-zone',
  }),
  tiers: Tiers.default(defaultTiers).meta({
    title: 'Streak table',
    description: 'From so many active days in a row on, this multiplier. Before the first row it is 1.',
    group: 'Streaks',
  }),
  mode: z
    .enum(['tier', 'milestone'])
    .default('tier')
    .meta({
      title: 'A multiplier applies',
      group: 'Streaks',
      choices: {
        tier: 'every day from its row on',
        milestone: "only on days divisible by its row's number",
      },
    }),
  announce: z
    .enum(['reaction', 'message', 'off'])
    .default('reaction')
    .meta({
      title: 'Daily awards are announced by',
      description: 'A row of the streak table reached anew gets a message, unless this is off.',
      group: 'Announcements',
      quick: true,
      choices: { reaction: 'a reaction', message: 'a message', off: 'nothing' },
    }),
  emoji: Emoji.default('🪙').meta({
    title: 'Emoji of the reaction',
    description: 'A Unicode emoji, or one of the server as name:id.',
    group: 'Announcements',
    widget: 'emoji',
  }),
  largestTransfer: z.int().min(1).max(1_000_000_000).default(50).meta({
    title: 'Largest transfer',
    description: 'What a member can send another at once.',
    group: 'Transfers',
    quick: true,
    unit: 'bytes',
  }),
  transferCooldownMinutes: z.int().min(0).max(525_600).default(1_440).meta({
    title: 'Time between transfers',
    description: 'Of one giver. 0: none.',
    group: 'Transfers',
    quick: true,
    unit: 'minutes',
  }),
  squadMinimum: z.int().min(0).max(1_000_000_000).default(100).meta({
    title: 'Least balance for squads',
    description: 'What a member must have to join, switch or leave a squad.',
    group: 'Squads',
    unit: 'bytes',
  }),
  switchCost: z.int().min(0).max(1_000_000_000).default(50).meta({
    title: 'Cost of a further squad',
    description: 'The first squad ever is free; each later one costs this.',
    group: 'Squads',
    unit: 'bytes',
  }),
  mostFreezes: z.int().min(0).max(365).default(0).meta({
    title: 'Freezes a member can hold',
    description: 'A freeze keeps a streak over a day without a message. Staff give them. 0: none.',
    group: 'Streaks',
    unit: 'freezes',
  }),
  publicLeaderboard: z.boolean().default(false).meta({
    title: 'Public leaderboard',
    description: 'A page with the largest balances that anyone can open.',
    group: 'Economy',
  }),
  ignoredChannels: Channels.default([]).meta({
    title: 'Ignored channels',
    description: 'What is written there neither earns nor counts as activity.',
    group: 'Who earns',
    widget: 'channels',
  }),
  leastAccountAgeDays: z.int().min(0).max(3_650).default(0).meta({
    title: 'Least age of the Discord account',
    description: 'For earning and sending. 0: any.',
    group: 'Who earns',
    unit: 'days',
  }),
  leastMembershipDays: z.int().min(0).max(3_650).default(0).meta({
    title: 'Least time as a member',
    description: 'For earning and sending. 0: any.',
    group: 'Who earns',
    unit: 'days',
  }),
});
export type BytesConfig = z.infer<typeof BytesConfig>;

/** What workers know of a guild's economy: its config and its role rewards, least threshold first. */
export interface BytesSettings {
  config: BytesConfig;
  roles: { role: Snowflake; threshold: number }[];
}

/** One Unicode emoji, or a server's own, also as people paste it. */
function isEmoji(text: string): boolean {
  if (/^(?:<a?:\w{2,32}:\d{1,19}>|\w{2,32}:\d{1,19})$/.test(text)) return true;
  const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)];
  return signs.length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text);
}

/** Rows that start at the day of an earlier one. */
function twins(tiers: readonly Tier[]): number[] {
  return tiers.flatMap(({ days }, index) =>
    tiers.findIndex((tier) => tier.days === days) < index ? [index] : [],
  );
}
