/** Of one round, in milliseconds. */
export interface Latency {
  answered: number;
  p50: number;
  p99: number;
  slowest: number;
  unanswered: number;
}

const warmUp = 0.1; // of the answers: the first meet cold caches and code

export function latencyOf(latencies: number[], unanswered: number): Latency {
  const sorted = latencies.slice(Math.floor(latencies.length * warmUp)).sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
  const slowest = round(sorted.at(-1) ?? 0);
  return { answered: sorted.length, p50: at(0.5), p99: at(0.99), slowest, unanswered };
}

/** Median and spread over the rounds, beside the targets. */
export function summarise(
  what: string,
  results: Latency[],
  targets: { p50: string; p99: string },
): Record<string, Record<string, number | string>> {
  const spread = (name: keyof Latency, target: string) => {
    const sorted = results.map((result) => result[name]).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return { median, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0, target };
  };
  return {
    [`${what}, p50 (ms)`]: spread('p50', targets.p50),
    [`${what}, p99 (ms)`]: spread('p99', targets.p99),
    [`${what}, slowest (ms)`]: spread('slowest', ''),
    'never answered': spread('unanswered', '0'),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
