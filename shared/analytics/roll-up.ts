import { SECOND } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type RolledKind, sumsOf } from './rolled-stats.ts';

const longest = 50 * SECOND; // of a statement: a turn of roll-ups is 55 s (workers/analytics/roll-ups.ts)
const patient = { query_timeout: longest };

/** An hour of which rows came in since it was summed up. */
export interface StaleHour {
  kind: RolledKind;
  hour: Date;
  version: string;
}

/** The latest first, which people look at. */
export async function findStaleHours({ db }: { db: Knex }, most: number): Promise<StaleHour[]> {
  return db('stale_hours').select<StaleHour[]>('kind', 'hour', 'version').orderBy('hour', 'desc').limit(most);
}

/**
 * Sums up an hour, and the day it belongs to, in place of what was summed up before. It may run any number of times, also
 * at once. An hour of which more came in meanwhile stays stale.
 */
export async function rollUp({ db }: { db: Knex }, { kind, hour, version }: StaleHour): Promise<void> {
  const { stats, sql } = sumsOf(kind);
  const names = stats.map(({ stat }) => stat);
  const day = new Date(hour);
  day.setUTCHours(0);
  await transact(db, async (trx) => {
    await trx.raw(`SET LOCAL statement_timeout = ${longest - SECOND}`); // a little before pg gives it up
    await trx
      .raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [rollUpLock(kind)])
      .options(patient);
    await trx('hourly_stats').whereIn('stat', names).where({ guild_id: '0', hour }).delete();
    await trx.raw(sql, { hour }).options(patient);
    await trx('hourly_stats')
      .whereIn('stat', names.map(dailyOf))
      .where({ guild_id: '0', hour: day })
      .delete();
    await trx.raw(sumDay, [day, names, stats.map(({ most }) => most), day, day]).options(patient);
    await trx('stale_hours').where({ kind, hour, version }).delete(); // last: who keeps rows waits for no more than this
  });
}

/** The advisory lock that a roll-up of the kind holds to its end. */
export function rollUpLock(kind: RolledKind): string {
  return `roll-up:${kind}`;
}

/** Under which name a stat's labels are summed up by day, so that lists over weeks read few rows. */
export function dailyOf<S extends string>(stat: S): `${S}-by-day` {
  return `${stat}-by-day`;
}

const sumDay = `
  INSERT INTO hourly_stats (hour, stat, label, count, sum, most)
  SELECT ?::timestamptz, stat || '-by-day', label, count, sum, most
  FROM (
    SELECT stat, label, sum(count) AS count, sum(sum) AS sum, max(most) AS most, most_labels,
      row_number() OVER (PARTITION BY stat ORDER BY sum(count) DESC, label) AS place
    FROM unnest(?::text[], ?::integer[]) AS rolled (stat, most_labels)
    JOIN hourly_stats USING (stat)
    WHERE guild_id = 0 AND label <> '' AND hour >= ?::timestamptz AND hour < ?::timestamptz + interval '1 day'
    GROUP BY stat, label, most_labels
  ) summed
  WHERE place <= most_labels`;
