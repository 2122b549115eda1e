import type { Result } from './pipelines.ts';

interface Spread {
  median: number;
  least: number;
  most: number;
}

/** Median and spread of every pipeline's rounds. */
export function summarise(results: Record<string, Result[]>): Record<string, Record<string, number>> {
  const rows = Object.entries(results).map(([name, rounds]) => {
    const rate = spread(rounds.map(({ perSecond }) => perSecond));
    const cpu = spread(rounds.map(({ cpuMicros }) => cpuMicros));
    const trips = spread(rounds.map(({ trips }) => trips));
    const row = {
      'messages/s': Math.round(rate.median),
      least: Math.round(rate.least),
      most: Math.round(rate.most),
      'µs CPU each': round(cpu.median),
      'Redis trips each': Math.round(trips.median * 1_000) / 1_000,
    };
    return [name, row];
  });
  return Object.fromEntries(rows);
}

/** The ratios of the design's table, where both sides were measured: round by round, so that drift cancels out. */
export function ratios(
  results: Record<string, Result[]>,
): Record<string, { median: number; least: number; most: number; target: string }> {
  const { bare = [], naive = [], spine = [] } = results;
  const compare = (a: Result[], b: Result[], of: 'perSecond' | 'cpuMicros') =>
    a.flatMap((result, i) => {
      const other = b[i];
      return other ? [result[of] / other[of]] : [];
    });
  const table = [
    ['messages/s against the bare client', compare(spine, bare, 'perSecond'), '≥ 0.5'],
    ['messages/s against the naive pipeline', compare(spine, naive, 'perSecond'), '≥ 8'],
    ['CPU per message against the bare client', compare(spine, bare, 'cpuMicros'), '≤ 3.5'],
  ] as const;
  const measured = table.filter(([, values]) => values.length > 0);
  return Object.fromEntries(
    measured.map(([name, values, target]) => {
      const { median, least, most } = spread(values);
      return [name, { median: round(median), least: round(least), most: round(most), target }];
    }),
  );
}

function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
