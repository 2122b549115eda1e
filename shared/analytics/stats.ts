import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { askTogether, type Question } from '../db/together.ts';
import { type Period, type Span, spanOf } from './periods.ts';
import type { StatName } from './stat-names.ts';

/** An hour, six or a day (periods.ts). `sum` and `most` are of what the stat measures beside counting. */
export interface Point {
  at: Date;
  count: number;
  sum: number;
  most: number;
}

interface Asked {
  /** '0': of all guilds. */
  guild?: Snowflake | '0';
  /** '': the total. */
  label?: string;
  period: Period;
  /** Milliseconds since 1970. */
  now: number;
}

/** A stat over a period; where nothing happened, zeros. */
export async function readSeries(
  deps: { db: Knex },
  { stat, ...asked }: Asked & { stat: StatName },
): Promise<Point[]> {
  const series = await readSeriesOf(deps, { stats: [stat], ...asked });
  return series[stat] ?? [];
}

/** Several at once, with one query. */
export async function readSeriesOf<S extends StatName>(
  { db }: { db: Knex },
  asked: Asked & { stats: readonly S[] },
): Promise<Record<S, Point[]>> {
  const [series] = await askTogether(db, [seriesOf(asked)]);
  return series;
}

export function seriesOf<S extends StatName>({
  stats,
  guild = '0',
  label = '',
  period,
  now,
}: Asked & { stats: readonly S[] }): Question<Record<S, Point[]>> {
  const span = spanOf(period, now);
  const [from, until] = [new Date(span.from), new Date(span.from + span.points * span.step)];
  return {
    sql: inSteps,
    values: [span.from, span.step, [...stats], guild, label, from, until],
    read(rows) {
      const series = Object.fromEntries(stats.map((stat) => [stat, zeros(span)])) as Record<S, Point[]>;
      for (const { stat, step, ...numbers } of Rows.parse(rows))
        Object.assign(series[stat as S][step] ?? {}, numbers); // no other stats were asked for
      return series;
    },
  };
}

const Rows = z.array(
  z.object({
    stat: z.string(),
    /** Which of the span, counted from 0. */
    step: z.coerce.number(),
    count: z.coerce.number(),
    sum: z.coerce.number(),
    most: z.coerce.number(),
  }),
);

const inSteps = `
  SELECT stat, floor((extract(epoch FROM hour) * 1000 - ?::bigint) / ?::bigint) AS step,
    sum(count)::text AS count, sum(sum)::text AS sum, max(most)::text AS most
  FROM hourly_stats
  WHERE stat = ANY(?::text[]) AND guild_id = ? AND label = ? AND hour >= ? AND hour < ?
  GROUP BY stat, step`;

function zeros({ from, step, points }: Span): Point[] {
  return Array.from({ length: points }, (_, index) => ({
    at: new Date(from + index * step),
    count: 0,
    sum: 0,
    most: 0,
  }));
}
