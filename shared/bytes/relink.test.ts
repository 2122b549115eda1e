import { expect } from 'chai';
import fc from 'fast-check';
import { MINUTE } from '../core/clock.ts';
import { Calendar } from './calendar.fixture.ts';
import { relink } from './relink.ts';
import { type Days, step } from './rules.ts';
import { BytesConfig } from './settings.ts';

const config = BytesConfig.parse({});
const most = 4;
const first = 100;

/** What happens to a member, in days rather than hours: gaps of a few days are common here. */
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant('message' as const), after: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('late' as const), by: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('freezes' as const), amount: fc.integer({ min: -2, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('outage' as const),
      ago: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 }),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

describe('streaks by the rules alone, against a calendar', () => {
  it('agree over messages, late ones, freezes and outage days', function () {
    if (process.env.TEST_FULL) this.timeout(10 * MINUTE);
    const property = fc.property(fc.array(event, { minLength: 3, maxLength: 30 }), live);
    fc.assert(property, { numRuns: process.env.TEST_FULL ? 40_000 : 1_500 });
  });
});

/** One member's life, as the store leads it and as the calendar shows it. */
function live(events: Event[]): void {
  const calendar = new Calendar();
  let today = first;
  let row: Days = {
    lastDay: null,
    streak: 0,
    freezes: 0,
    previousDay: null,
    previousStreak: 0,
    previousFreezes: 0,
    freezesHeld: 0,
  };
  const paid: number[] = [];
  let frozen: number[] = [];
  let outages: number[] = [];
  write(today);
  for (const each of events) {
    if (each.is === 'message') {
      today += each.after;
      write(today);
    } else if (each.is === 'late') {
      write(today - each.by);
    } else if (each.is === 'freezes') {
      if (calendar.give(each.amount, most)) row = { ...row, freezesHeld: row.freezesHeld + each.amount };
    } else {
      declare(each.ago.map((ago) => today - ago));
    }
    expect(row).to.deep.include({
      lastDay: calendar.last(),
      streak: calendar.streakOn(row.lastDay ?? 0),
      freezesHeld: calendar.held,
    });
    if (row.previousDay !== null) expect(row.previousStreak).to.equal(calendar.streakOn(row.previousDay));
    expect(new Set(frozen)).to.deep.equal(calendar.frozen);
  }

  function write(day: number): void {
    const decided = step(config, row, day, outages);
    const streak = calendar.write(day);
    expect(decided.is === 'pays' ? decided.streak : undefined).to.equal(streak);
    if (decided.is !== 'pays') return;
    const gap = decided.frozen;
    if (gap) frozen = [...frozen.filter((each) => each <= gap.after || each >= gap.before), ...gap.days];
    row = decided.next;
    paid.push(day);
    paid.sort((a, b) => a - b);
  }

  function declare(days: number[]): void {
    const declared = days.filter((day) => !outages.includes(day));
    outages = [...outages, ...declared];
    calendar.declare(days);
    // the store asks only for those who were active since
    if (declared.length === 0 || (row.lastDay ?? 0) <= Math.min(...declared)) return;
    const { frozen: covered, ...counts } = relink(
      { paid, frozen, freezesHeld: row.freezesHeld },
      { outages, declared },
    );
    row = { ...row, ...counts };
    frozen = covered;
  }
}
