import { rollUp } from '../../../shared/analytics/roll-up.ts';
import { type RolledKind, sumsOf } from '../../../shared/analytics/rolled-stats.ts';
import { DAY, HOUR } from '../../../shared/core/clock.ts';
import { guildsOf, type Sizes } from './sizes.ts';
import { fill, type Step, type Work } from './step.ts';

const kinds: Record<RolledKind, number> = { views: 90, clicks: 12, commands: 15 };
const tallied = ['messages', 'events', 'awards', 'firings'];

/** The hourly sums: of records by the statements that make them in operation, of the rest as if it had been counted. */
export function sums({ days }: Sizes): Step[] {
  const rolled = Object.entries(kinds).map(
    ([kind, seconds]): Step => ({
      name: `sums of ${kind}`,
      batches: days,
      seconds,
      isApart: true, // which rollUp is a transaction for
      run: (work, batch) => sumUp(work, kind as RolledKind, batch),
    }),
  );
  return [
    ...rolled,
    fill('tallies', { batches: days, seconds: 15 }, ({ now, sizes }, batch) => {
      const start = new Date((Math.floor(now / DAY) - batch) * DAY).toISOString();
      return `
        INSERT INTO hourly_stats (hour, stat, guild_id, count)
        SELECT '${start}'::timestamptz + h * interval '1 hour', stat, CASE WHEN k < 0 THEN 0 ELSE bench.guild_id(k) END, 40 + bench.mix(h + k + 1, 900)
        FROM generate_series(0, 23) h, generate_series(-1, ${Math.min(100, guildsOf(sizes)) - 1}) k, unnest(ARRAY['${tallied.join("','")}']) stat
        ON CONFLICT DO NOTHING;
        INSERT INTO hourly_stats (hour, stat, label, count)
        SELECT '${start}'::timestamptz + h * interval '1 hour', 'errors-by-kind', (1 + e)::text, 1 + (h + e) % 9
        FROM generate_series(0, 23) h, generate_series(0, ${sizes.errors.kinds - 1}) e WHERE (h + e) % 6 = 0
        ON CONFLICT DO NOTHING;
        INSERT INTO hourly_stats (hour, stat, label, count, sum, most)
        SELECT '${start}'::timestamptz + h * interval '1 hour', 'queue-lag', label, 120, 900, 40 + h
        FROM generate_series(0, 23) h, unnest(ARRAY['', 'events', 'effects', 'interactions', 'records']) label
        ON CONFLICT DO NOTHING`;
    }),
  ];
}

/** A day: its hours, then once what is summed up by day. */
async function sumUp({ db, now }: Work, kind: RolledKind, ago: number): Promise<void> {
  const { stats, sql } = sumsOf(kind);
  const start = (Math.floor(now / DAY) - ago) * DAY;
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(start + hour * HOUR));
  const last = hours.pop() ?? new Date(start);
  await db('hourly_stats')
    .whereIn(
      'stat',
      stats.map(({ stat }) => stat),
    )
    .where({ guild_id: '0' })
    .whereBetween('hour', [new Date(start), last])
    .delete();
  for (const hour of hours) await db.raw(sql, { hour });
  await rollUp({ db }, { kind, hour: last, version: '0' });
}
