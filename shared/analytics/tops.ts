import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { askTogether, type Question } from '../db/together.ts';
import { type Period, spanOf } from './periods.ts';
import { dailyOf } from './roll-up.ts';
import { isRolled } from './rolled-stats.ts';
import type { StatName } from './stat-names.ts';

const Top = z.object({
  label: z.string(),
  count: z.coerce.number(),
  sum: z.coerce.number(),
  most: z.coerce.number(),
});
export type Top = z.infer<typeof Top>;

/** What makes a label great: how often, its longest, or its average. */
export const topOrders = ['count', 'most', 'average'] as const;
export type TopBy = (typeof topOrders)[number];

const orders = {
  count: 'sum(count)',
  most: 'max(most)',
  average: 'sum(sum) / greatest(sum(count), 1)',
} as const satisfies Record<TopBy, string>;

interface Asked {
  stat: StatName;
  period: Period;
  limit: number;
  /** Milliseconds since 1970. */
  now: number;
  by?: TopBy;
}

export async function readTop({ db }: { db: Knex }, asked: Asked): Promise<Top[]> {
  const [top] = await askTogether(db, [topOf(asked)]);
  return top;
}

/**
 * The greatest of a stat's labels over a period, as its chart spans it. Of labels without end each hour has its hundred
 * most frequent, so that what is rare in every hour is missing.
 */
export function topOf({ stat, period, limit, now, by = 'count' }: Asked): Question<Top[]> {
  const { from, until } = rangeOf(period, now);
  return {
    sql: `SELECT label, sum(count)::text AS count, sum(sum)::text AS sum, max(most)::text AS most FROM hourly_stats
      WHERE stat = ? AND guild_id = 0 AND label <> '' AND hour >= ? AND hour < ?
      GROUP BY label ORDER BY ${orders[by]} DESC, label LIMIT ?`,
    values: [labelledIn(stat, period), from, until, limit],
    read: (rows) => z.array(Top).parse(rows),
  };
}

/** Under which name a stat's labels of a period are summed up by the fewest rows. */
export function labelledIn(stat: StatName, period: Period): string {
  return period !== '24h' && isRolled(stat) ? dailyOf(stat) : stat;
}

/** What a chart of a period spans; `until` is not part of it. */
export function rangeOf(period: Period, now: number): { from: Date; until: Date } {
  const { from, step, points } = spanOf(period, now);
  return { from: new Date(from), until: new Date(from + points * step) };
}
