import fc from 'fast-check';
import { snowflakeAt } from '../core/snowflake.ts';
import type { Counted } from './kind.ts';
import { type Entry, latest, type Order } from './windows.ts';

export const guild = '100000000000000001';
export const otherGuild = '100000000000000002';
const periods = [1, 2_000, 5_000, 10_000, 60_000, 400_000]; // gaps of just that length try the bounds

export const start = Date.UTC(2026, 5, 1);

export const countedBy: Counted[] = [
  'messages',
  'duplicates',
  'channels',
  'mentions',
  'members',
  'joins',
  'matches',
];

/** Batches for two guilds: rules of every kind, entries of few members, texts and channels, shuffled, some repeated. */
export const scenarios = fc
  .record({
    rules: fc.uniqueArray(
      fc.record({
        counts: fc.constantFrom(...countedBy),
        atLeast: fc.integer({ min: 1, max: 6 }),
        within: fc.constantFrom(...periods),
        atOnce: fc.constantFrom(0, 0, 3),
        slot: fc.constantFrom(0, 1, 7, 8, 23, 24, 30, 31, 32, 40, 46, 47),
      }),
      { selector: ({ slot }) => slot, minLength: 1, maxLength: 5 },
    ),
    steps: fc.array(
      fc.record({
        gap: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(1, ...periods.slice(1), latest, latest + 1) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
          { weight: 6, arbitrary: fc.integer({ min: 0, max: 6_000 }) },
          { weight: 2, arbitrary: fc.integer({ min: 10_000, max: 70_000 }) },
          { weight: 1, arbitrary: fc.integer({ min: 200_000, max: 900_000 }) },
        ),
        /** How many places later it arrives. */
        delay: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 30 })),
        low: fc.integer({ min: 0, max: 3 }),
        place: fc.integer({ min: 0, max: 3 }),
        member: fc.constantFrom(0, 0, 0, 1, 2),
        text: fc.constantFrom(null, 0, 0, 1),
        mentions: fc.constantFrom(0, 1, 2, 4, 300),
        lacks: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
        size: fc.constantFrom(1, 1, 1, 2, 6),
        /** So many batches back is one that comes again after this. */
        again: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 5 }),
        isElsewhere: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 1, maxLength: 50 },
    ),
  })
  .map(({ rules, steps }) => {
    const packed = rules.map(({ counts, atLeast, within, atOnce, slot }) => ({
      id: `rule-${slot}`,
      slot,
      window: { counts, atLeast: counts === 'matches' ? 1 : atLeast, within, atOnce },
    }));
    let at = 0;
    const arrivals = steps.map((step, index) => {
      at += step.gap;
      const slots = rules.filter((_, nth) => !step.lacks.includes(nth)).map(({ slot }) => slot);
      const made: Entry = {
        id: snowflakeAt(start + at, step.low + (step.isElsewhere ? 2 ** 17 : 0)),
        channel: String(9_007_199_254_740_993n + BigInt(step.place)),
        member: String(900 + step.member),
        fingerprint: step.text === null ? null : `fedcba987654321${step.text}`,
        mentions: step.mentions,
        slots,
      };
      return { made, step, due: index + step.delay };
    });
    arrivals.sort((a, b) => a.due - b.due);
    const batches: Order[][] = [];
    while (arrivals.length > 0) {
      const taken = arrivals.splice(0, arrivals[0]?.step.size);
      const of = (isElsewhere: boolean) =>
        taken.filter(({ step }) => step.isElsewhere === isElsewhere).map(({ made }) => made);
      batches.push([
        { guild, rules: packed, entries: of(false) },
        { guild: otherGuild, rules: packed, entries: of(true) },
      ]);
      const again = batches.at(-(taken[0]?.step.again ?? Number.POSITIVE_INFINITY));
      if (again) batches.push(again);
    }
    return batches;
  });
