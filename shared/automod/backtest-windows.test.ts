import { expect } from 'chai';
import fc from 'fast-check';
import { burstsIn } from './backtest-windows.ts';
import type { Window } from './kind.ts';

const seconds = (...times: number[]) => Float64Array.from(times, (time) => time * 1_000);
const bursts = (window: Window, times: Float64Array, values = new Float64Array(times.length)) => [
  ...burstsIn(window, { times, values }).of,
];
const messages: Window = { counts: 'messages', atLeast: 3, within: 10_000 };

describe('windows of a backtest', () => {
  it('are in a burst from the first message that made it up to one period after it last held', () => {
    expect(bursts(messages, seconds(0, 5, 9, 19, 19.5, 40))).to.deep.equal([1, 1, 1, 1, 0, 0]);
    expect(bursts(messages, seconds(0, 10, 20, 30))).to.deep.equal([0, 0, 0, 0]);
    expect(bursts(messages, seconds(0, 1, 2, 50, 51, 52))).to.deep.equal([1, 1, 1, 2, 2, 2]);
  });

  it('count distinct channels', () => {
    const channels: Window = { counts: 'channels', atLeast: 2, within: 10_000 };
    expect(bursts(channels, seconds(0, 1, 20, 21), Float64Array.of(0, 0, 0, 1))).to.deep.equal([0, 0, 1, 1]);
  });

  it('take nothing before a message that mentions too many at once', () => {
    const mentions: Window = { counts: 'mentions', atLeast: 10, within: 10_000, atOnce: 5 };
    expect(bursts(mentions, seconds(0, 1, 2), Float64Array.of(1, 5, 1))).to.deep.equal([0, 1, 1]);
    expect(bursts(mentions, seconds(0, 1, 2), Float64Array.of(1, 5, 4))).to.deep.equal([1, 1, 1]);
  });

  it('say what a plain reading of the definition says', () => {
    const window = fc.record({
      counts: fc.constantFrom('messages', 'channels', 'mentions', 'members', 'duplicates'),
      atLeast: fc.integer({ min: 1, max: 5 }),
      within: fc.integer({ min: 1, max: 20 }),
      atOnce: fc.integer({ min: 0, max: 4 }),
    });
    const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 4 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(window, entries, (given, list) => {
        const { atOnce, ...rest } = given;
        const window: Window = rest.counts === 'mentions' ? given : rest;
        const sorted = list.toSorted(([a], [b]) => a - b);
        const times = Float64Array.from(sorted, ([time]) => time);
        const values = Float64Array.from(sorted, ([, value]) => value);
        expect(bursts(window, times, values)).to.deep.equal(plainly(window, [...times], [...values]));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The definition in windows.ts, word by word. */
function plainly(window: Window, times: number[], values: number[]): number[] {
  const { counts, atLeast, within, atOnce = 0 } = window;
  const indexes = times.map((_, index) => index);
  const timeOf = (index: number) => times[index] ?? 0;
  const inWindow = (e: number) => indexes.filter((i) => i <= e && timeOf(i) > timeOf(e) - within);
  const reached = (e: number) => {
    const those = inWindow(e).map((i) => values[i] ?? 0);
    if (counts === 'mentions') return those.reduce((sum, value) => sum + value, 0);
    return counts === 'channels' || counts === 'members' ? new Set(those).size : those.length;
  };
  const towards = (e: number) => {
    if (reached(e) >= atLeast) return inWindow(e);
    return atOnce > 0 && (values[e] ?? 0) >= atOnce ? [e] : [];
  };
  const holding = indexes.filter((e) => towards(e).length > 0);
  const burstOf = new Map<number, number>();
  holding.forEach((e, n) => {
    const before = holding[n - 1];
    const isNext = before !== undefined && timeOf(e) - timeOf(before) <= within;
    burstOf.set(e, (burstOf.get(before ?? -1) ?? 0) + (isNext ? 0 : 1));
  });
  return indexes.map((o) => {
    const next = holding.find((e) => e >= o && towards(e).includes(o));
    const last = holding.findLast((e) => e < o && timeOf(o) - timeOf(e) <= within);
    return burstOf.get(next ?? last ?? -1) ?? 0;
  });
}
