import { z } from 'zod';
import type { Question } from '../db/together.ts';
import type { Period } from './periods.ts';
import { labelledIn, rangeOf } from './tops.ts';

const Row = z.object({
  ip: z.string(),
  views: z.coerce.number(),
  throttled: z.coerce.number(),
  blocked: z.coerce.number(),
});
export type AddressCounts = z.infer<typeof Row>;

export const addressOrders = ['views', 'throttled', 'blocked'] as const;
export type AddressOrder = (typeof addressOrders)[number];

/**
 * The addresses with the most views over a period, or the most that were answered with 429, or with 401 or 403. Each hour has a hundred
 * of each: where an address is among one of them alone, the others count what is known, and views no less than were refused.
 */
export function addressCounts({
  period,
  now,
  by,
  limit,
}: {
  period: Period;
  now: number;
  by: AddressOrder;
  limit: number;
}): Question<AddressCounts[]> {
  const { from, until } = rangeOf(period, now);
  const names = (['ips', 'ips-throttled', 'ips-blocked'] as const).map((stat) => labelledIn(stat, period));
  const counted = 'coalesce(sum(count) FILTER (WHERE stat = ?), 0)';
  return {
    sql: `SELECT ip, views::text AS views, throttled::text AS throttled, blocked::text AS blocked FROM (
        SELECT ip, greatest(views, throttled + blocked) AS views, throttled, blocked FROM (
        SELECT label AS ip, ${counted} AS views, ${counted} AS throttled, ${counted} AS blocked FROM hourly_stats
        WHERE stat = ANY(?::text[]) AND guild_id = 0 AND label <> '' AND hour >= ? AND hour < ? GROUP BY label
        ) counted
      ) addresses WHERE ${by} > 0 ORDER BY addresses.${by} DESC, addresses.views DESC, ip LIMIT ?`,
    values: [...names, names, from, until, limit],
    read: (rows) => z.array(Row).parse(rows),
  };
}
