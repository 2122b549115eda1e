interface Gap {
  /** The active days around it. */
  from: number;
  to: number;
  /** Days on which inactivity breaks no streak. */
  outages: readonly number[];
  /** Freezes that may be used. */
  held: number;
}

/** The days in between that have to be frozen to keep a streak; undefined where there are not enough freezes for all. */
export function bridge({ from, to, outages, held }: Gap): number[] | undefined {
  const excused = new Set(outages.filter((day) => day > from && day < to));
  if (to - from - 1 - excused.size > held) return undefined; // a gap may be years
  const between = Array.from({ length: Math.max(0, to - from - 1) }, (_, i) => from + 1 + i);
  return between.filter((day) => !excused.has(day));
}
