import { seededRandom } from '../../scripts/screenshots/random.ts';

/** Chance that can be had again: the same seed, the same numbers. */
export interface Random {
  /** 0 to below 1. */
  next(): number;
  /** 0 to below `limit`. */
  below(limit: number): number;
  chance(of: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function seeded(seed: number): Random {
  const next = seededRandom(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (of) => next() < of,
    pick: (from) => from[below(from.length)] ?? from[0],
  };
}
