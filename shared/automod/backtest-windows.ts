import type { Window } from './kind.ts';
import { mostEntries } from './windows.ts';

/** Entries of one window in the order of their ids, column by column. */
export interface Entries {
  /** Milliseconds. */
  times: Float64Array;
  /** What is counted: mentions; or a number from 0 on for each channel, or each member. Of no account for the others. */
  values: Float64Array;
}

export interface Bursts {
  /** For each entry the number of its burst, from 1 on; 0 for none. */
  of: Int32Array;
  /** Of each burst: when the rule first and last held. */
  spans: { first: number; last: number }[];
}

/**
 * The bursts of a rule in a window. The words mean what they do in
 * windows.ts, for a window whose entries are all there and all count for the rule: that needs one pass each way.
 */
export function burstsIn(window: Window, { times, values }: Entries): Bursts {
  const from = holdingFrom(window, times, values);
  const bursts = new Int32Array(times.length);
  const spans: Bursts['spans'] = [];
  for (let i = 0; i < times.length; i++) {
    const time = times[i] ?? 0;
    const latest = spans.at(-1);
    const isNear = latest !== undefined && time - latest.last <= window.within;
    if (from[i] !== nowhere) {
      if (isNear) latest.last = time;
      else spans.push({ first: time, last: time });
      bursts[i] = spans.length;
    } else if (isNear) bursts[i] = spans.length; // unless it counts towards the next one
  }
  let next = nowhere;
  for (let i = times.length - 1; i >= 0; i--) {
    const start = from[i] ?? nowhere;
    if (start === nowhere) {
      if (next !== nowhere && (from[next] ?? 0) <= i) bursts[i] = bursts[next] ?? 0;
    } else if (start < i) next = i; // else nothing before it counts towards it
  }
  return { of: bursts, spans };
}

const nowhere = -1;

/** For each entry at which the rule holds, the first one that counts towards it; `nowhere` for the others. */
function holdingFrom(window: Window, times: Float64Array, values: Float64Array): Int32Array {
  const { within, atLeast, atOnce = 0 } = window;
  const from = new Int32Array(times.length).fill(nowhere);
  const count = counter(window, values);
  for (let i = 0, start = 0; i < times.length; i++) {
    const time = times[i] ?? 0;
    let reached = count.add(i);
    while ((times[start] ?? 0) <= time - within || i - start >= mostEntries) reached = count.remove(start++);
    if (reached >= atLeast) from[i] = start;
    else if (atOnce > 0 && (values[i] ?? 0) >= atOnce) from[i] = i;
  }
  return from;
}

interface Counter {
  /** Both answer with what is reached then. */
  add(index: number): number;
  remove(index: number): number;
}

function counter({ counts }: Window, values: Float64Array): Counter {
  let reached = 0;
  if (counts === 'channels' || counts === 'members') {
    const most = values.reduce((most, value) => Math.max(most, value), 0);
    const times = new Int32Array(most + 1);
    const move = (index: number, by: 1 | -1) => {
      const value = values[index] ?? 0;
      times[value] = (times[value] ?? 0) + by;
      return times[value];
    };
    return {
      add: (index) => (move(index, 1) === 1 ? ++reached : reached),
      remove: (index) => (move(index, -1) === 0 ? --reached : reached),
    };
  }
  const weight = counts === 'mentions' ? (index: number) => values[index] ?? 0 : () => 1;
  return {
    add(index) {
      reached += weight(index);
      return reached;
    },
    remove(index) {
      reached -= weight(index);
      return reached;
    },
  };
}
