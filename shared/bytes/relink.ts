import { bridge } from './gaps.ts';

/** What is known of a member's days: the ledger's awards, ascending, and what their freezes cover. */
export interface History {
  paid: readonly number[];
  frozen: readonly number[];
  freezesHeld: number;
}

export interface Relinked {
  streak: number;
  freezes: number;
  previousStreak: number;
  previousFreezes: number;
  freezesHeld: number;
  frozen: number[];
}

/**
 * The streak as it would stand had the outage days been known from the start: freezes that were used on them are free
 * again, and what is still missing in their gaps is frozen where the member holds enough. Other gaps stay as decided.
 */
export function relink(
  { paid, frozen, freezesHeld }: History,
  { outages, declared }: { outages: readonly number[]; declared: readonly number[] },
): Relinked {
  const covered = new Set(frozen.filter((day) => !declared.includes(day)));
  let held = freezesHeld + frozen.length - covered.size;
  let now = { streak: 0, freezes: 0 };
  let previous = now;
  for (const [i, to] of paid.entries()) {
    const from = paid[i - 1];
    previous = now;
    const missed = from === undefined ? undefined : missedIn(from, to);
    const inGap = from === undefined ? 0 : [...covered].filter((day) => day > from && day < to).length;
    now = missed ? { streak: now.streak + 1, freezes: now.freezes + inGap + missed.length } : fresh;
    for (const day of missed ?? []) covered.add(day);
    held -= missed?.length ?? 0;
  }
  return {
    ...now,
    previousStreak: previous.streak,
    previousFreezes: previous.freezes,
    freezesHeld: held,
    frozen: [...covered],
  };

  function missedIn(from: number, to: number): number[] | undefined {
    const isMended = declared.some((day) => day > from && day < to);
    return bridge({ from, to, outages: [...outages, ...covered], held: isMended ? held : 0 });
  }
}

const fresh = { streak: 1, freezes: 0 };
