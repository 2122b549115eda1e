import { z } from 'zod';
import type { Question } from '../db/together.ts';
import type { Period } from './periods.ts';
import type { SurplusRecord } from './records.ts';
import { rangeOf } from './tops.ts';

/** Of how many views, or clicks, of a period no more is known than that they were; `label`: of one route or redirect. */
export function surplusOf(
  of: SurplusRecord['of'],
  { label, period, now }: { label?: string; period: Period; now: number },
): Question<number> {
  const { from, until } = rangeOf(period, now);
  const labelled = label === undefined ? '' : 'AND label = ?';
  return {
    sql: `SELECT coalesce(sum(count), 0)::text AS count FROM record_surplus
      WHERE kind = ? AND hour >= ? AND hour < ? ${labelled}`,
    values: [of, from, until, ...(label === undefined ? [] : [label])],
    read: (rows) => z.tuple([z.object({ count: z.coerce.number() })]).parse(rows)[0].count,
  };
}
