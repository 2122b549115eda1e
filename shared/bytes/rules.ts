import { DAY } from '../core/clock.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { bridge } from './gaps.ts';
import type { BytesConfig, Tier } from './settings.ts';

/** The part of a member's row that awards depend on. Days count from 1970-01-01 in the guild's time zone. */
export interface Days {
  lastDay: number | null;
  streak: number;
  /** Freezes that the streak has used. */
  freezes: number;
  previousDay: number | null;
  previousStreak: number;
  previousFreezes: number;
  /** Freezes that are left. */
  freezesHeld: number;
}

export type Step =
  | {
      is: 'pays';
      day: number;
      streak: number;
      multiplier: number;
      amount: number;
      tier: Tier | undefined;
      next: Days;
      /** Which days of the gap freezes cover from now on, where any did or do. */
      frozen: Frozen | undefined;
    }
  | { is: 'already' }
  | { is: 'too-old' };

/** Of the days after `after` and before `before`, exactly these are frozen. */
export interface Frozen {
  after: number;
  before: number;
  days: number[];
}

/**
 * What a message of `day` does for a member (product §1, "Daily award"): decided on the locked row, once. Of the days
 * that were missed outage days do not count, and freezes cover them, all or none.
 */
export function step(config: BytesConfig, now: Days, day: number, outages: readonly number[] = []): Step {
  const { lastDay, previousDay } = now;
  if (lastDay === null || day > lastDay) return payToday(config, now, day, outages);
  if (day === lastDay) return { is: 'already' };
  if (day < lastDay - 1) return { is: 'too-old' };
  const isOpen = previousDay === null || previousDay < day;
  return isOpen ? payYesterday(config, now, lastDay, day, outages) : { is: 'already' };
}

function payToday(config: BytesConfig, now: Days, day: number, outages: readonly number[]): Step {
  const { lastDay, freezesHeld } = now;
  const days = lastDay === null ? undefined : bridge({ from: lastDay, to: day, outages, held: freezesHeld });
  const streak = days ? now.streak + 1 : 1;
  const next = {
    lastDay: day,
    streak,
    freezes: days ? now.freezes + days.length : 0,
    previousDay: lastDay,
    previousStreak: now.streak,
    previousFreezes: now.freezes,
    freezesHeld: freezesHeld - (days?.length ?? 0),
  };
  const frozen = lastDay !== null && days?.length ? { after: lastDay, before: day, days } : undefined;
  return { is: 'pays', day, streak, ...award(config, streak), tier: reachedAt(config, streak), next, frozen };
}

/**
 * A message of yesterday that comes after today's award joins the streak; today's award is not topped up. The freezes
 * that today's award has used are free again: fewer do now, or none.
 */
function payYesterday(
  config: BytesConfig,
  now: Days,
  lastDay: number,
  day: number,
  outages: readonly number[],
): Step {
  const { previousDay, previousStreak, previousFreezes } = now;
  const used = now.streak > 1 ? now.freezes - previousFreezes : 0;
  const held = now.freezesHeld + used;
  const days = previousDay === null ? undefined : bridge({ from: previousDay, to: day, outages, held });
  const streak = days ? previousStreak + 1 : 1;
  const freezes = days ? previousFreezes + days.length : 0;
  const next = {
    lastDay,
    streak: streak + 1,
    freezes,
    previousDay: day,
    previousStreak: streak,
    previousFreezes: freezes,
    freezesHeld: held - (days?.length ?? 0),
  };
  const hasFrozen = previousDay !== null && (used > 0 || days?.length);
  const frozen = hasFrozen ? { after: previousDay, before: lastDay, days: days ?? [] } : undefined;
  const tier = reachedAt(config, streak + 1) ?? reachedAt(config, streak);
  return { is: 'pays', day, streak, ...award(config, streak), tier, next, frozen };
}

function award(config: BytesConfig, streak: number): { multiplier: number; amount: number } {
  const multiplier = multiplierAt(config, streak);
  return { multiplier, amount: config.dailyAmount * multiplier };
}

/** What the daily amount is multiplied by on the `streak`-th day in a row. */
export function multiplierAt(config: BytesConfig, streak: number): number {
  const applies = ({ days }: Tier) => (config.mode === 'tier' ? days <= streak : streak % days === 0);
  return highest(config.tiers.filter(applies))?.multiplier ?? 1;
}

/** The highest row of the streak table reached after so many days. */
export function tierAt(config: BytesConfig, streak: number): Tier | undefined {
  return highest(config.tiers.filter(({ days }) => days <= streak));
}

/** The next row of the table and how many days are still to go; in milestone mode the nearest multiple of any row. */
export function nextTier(config: BytesConfig, streak: number): { tier: Tier; inDays: number } | undefined {
  const ahead = config.tiers.flatMap((tier) => {
    const inDays = config.mode === 'tier' ? tier.days - streak : tier.days - (streak % tier.days);
    return inDays > 0 ? [{ tier, inDays }] : [];
  });
  return ahead.sort((a, b) => a.inDays - b.inDays || b.tier.days - a.tier.days)[0];
}

/** The streak as of `today`: it has ended when a day before today was missed that neither an outage nor freezes cover. */
export function currentStreak(
  { lastDay, streak, freezesHeld = 0 }: Pick<Days, 'lastDay' | 'streak'> & { freezesHeld?: number },
  today: number,
  outages: readonly number[] = [],
): number {
  if (lastDay === null) return 0;
  return bridge({ from: lastDay, to: today, outages, held: freezesHeld }) ? streak : 0;
}

/** What an award announces: a late message of yesterday pays one day less than the streak it lets today reach. */
export function reachedTier(
  config: BytesConfig,
  { tier, streak }: { tier: string | null; streak: number },
): Pick<Tier, 'label' | 'days'> | null {
  if (tier === null) return null;
  const named = config.tiers.filter(({ label }) => label === tier);
  const reached = named.find(({ days }) => days === streak + 1 || days === streak);
  return { label: tier, days: reached?.days ?? streak };
}

function reachedAt(config: BytesConfig, streak: number): Tier | undefined {
  return config.tiers.find(({ days }) => days === streak);
}

function highest(tiers: Tier[]): Tier | undefined {
  return tiers.reduce<Tier | undefined>(
    (best, tier) => (best && best.days >= tier.days ? best : tier),
    undefined,
  );
}

/** Whether a member's message may earn at all in this guild. An unknown time of joining fails a least membership. */
export function earns(
  config: BytesConfig,
  message: { channel: Snowflake; author: Snowflake; joinedAt: string | null; time: number },
): boolean {
  if (!config.enabled || config.ignoredChannels.includes(message.channel)) return false;
  const { leastAccountAgeDays, leastMembershipDays } = config;
  if (leastAccountAgeDays > 0 && message.time - timeOf(message.author) < leastAccountAgeDays * DAY)
    return false;
  if (leastMembershipDays === 0) return true;
  return (
    message.joinedAt !== null && message.time - Date.parse(message.joinedAt) >= leastMembershipDays * DAY
  );
}
