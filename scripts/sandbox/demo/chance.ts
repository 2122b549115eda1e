export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** One of them; undefined only of none. */
  of<T>(things: readonly T[]): T | undefined;
}

/** Mulberry32: small, and the same for the same seed. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, of: (things) => things[Math.floor(next() * things.length)] };
}
