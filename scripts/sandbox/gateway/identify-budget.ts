const day = 24 * 3_600_000; // milliseconds

export interface IdentifyBudget {
  total: number;
  /** As /gateway/bot says them: how many are left, and in how many milliseconds all are there again. */
  left(): { remaining: number; resetAfter: number };
  /** Takes one: not where the bucket identified less than `identifyEvery` ago, nor where the day's are used up. */
  take(shard: number): 'taken' | 'too soon' | 'used up';
  /** All are there again. */
  renew(): void;
}

interface Limits {
  maxConcurrency: number;
  /** Milliseconds in which a bucket (shard_id % maxConcurrency) may identify once. */
  identifyEvery: number;
  /** Identifies a day. */
  total: number;
  now(): number;
}

/** Discord's documentation, "Gateway": Identifying, and Session Start Limit Object. */
export function createIdentifyBudget({ maxConcurrency, identifyEvery, total, now }: Limits): IdentifyBudget {
  const lastByBucket = new Map<number, number>();
  let used = 0;
  let since = now();
  const turnDay = () => {
    if (now() - since >= day) [used, since] = [0, now()];
  };
  return {
    total,
    left() {
      turnDay();
      return { remaining: total - used, resetAfter: since + day - now() };
    },
    take(shard) {
      turnDay();
      const bucket = shard % maxConcurrency;
      const last = lastByBucket.get(bucket);
      if (last !== undefined && now() - last < identifyEvery) return 'too soon';
      if (used >= total) return 'used up';
      lastByBucket.set(bucket, now());
      used += 1;
      return 'taken';
    },
    renew() {
      [used, since] = [0, now()];
    },
  };
}
