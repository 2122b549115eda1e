import { DAY } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { keptOfGuilds } from '../db/retention.ts';
import { dailyOf } from './roll-up.ts';
import type { StatName } from './stat-names.ts';
import { tallied } from './tallies.ts';

const kept = 30 * DAY; // as long as addresses stay whole, and as far as lists look back
const hours = 7 * DAY; // lists of a day sum up hours, longer ones days; rows that come late sum up their day again

/** Their labels stand for people, or are as many as there are people. */
export const personal = [
  'ips',
  'ips-throttled',
  'ips-blocked',
  'referrers',
  'agents',
  'agents-bots',
  'commands-by-user',
  'commands-by-guild',
] as const satisfies StatName[];

/** Deletes what was counted by address, member and the like, once no list shows it any more. Totals stay. */
export async function forgetLabels({ db }: { db: Knex }, now: number): Promise<void> {
  await forget(db, personal, new Date(now - hours));
  await forget(db, personal.map(dailyOf), new Date(now - kept));
}

/**
 * Deletes hours of single guilds that were kept long enough (retention.ts), whole months of them, so many rows at most.
 * Answers how many. The totals of all guilds stay.
 */
export async function forgetGuildHours({ db }: { db: Knex }, now: number, limit: number): Promise<number> {
  const oldest = new Date(now - keptOfGuilds);
  const month = new Date(Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth(), 1));
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `DELETE FROM hourly_stats WHERE hour < :month AND (stat, guild_id, label, hour) IN (
       SELECT stat, guild_id, label, hour FROM hourly_stats
       WHERE stat = ANY(:tallied::text[]) AND guild_id > 0 AND hour < :month LIMIT :limit)`,
    { month, tallied: [...tallied], limit },
  );
  return rowCount;
}

async function forget(db: Knex, stats: readonly string[], before: Date): Promise<void> {
  await db('hourly_stats')
    .whereIn('stat', stats)
    .where('guild_id', '0')
    .whereNot('label', '')
    .where('hour', '<', before)
    .delete();
}
