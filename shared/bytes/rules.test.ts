import { expect } from 'chai';
import fc from 'fast-check';
import { DAY } from '../core/clock.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { currentStreak, type Days, earns, multiplierAt, nextTier, reachedTier, step } from './rules.ts';
import { BytesConfig } from './settings.ts';

const config = BytesConfig.parse({});
const nobody: Days = {
  lastDay: null,
  streak: 0,
  freezes: 0,
  previousDay: null,
  previousStreak: 0,
  previousFreezes: 0,
  freezesHeld: 0,
};

describe('streaks', () => {
  it('grow on consecutive days and start again after a missed one', () => {
    expect(walk([1, 2, 3, 5, 6]).map(({ streak }) => streak)).to.deep.equal([1, 2, 3, 1, 2]);
  });

  it('pay one award a day', () => {
    expect(step(config, endOf([7]), 7)).to.deep.equal({ is: 'already' });
  });

  it('join a message of yesterday that comes after today, without topping up today', () => {
    const row = endOf([1, 2, 4]);
    const late = step(config, row, 3);
    expect(late).to.include({ is: 'pays', day: 3, streak: 3, amount: 10 });
    expect(late.is === 'pays' && late.next).to.deep.equal({
      ...nobody,
      lastDay: 4,
      streak: 4,
      previousDay: 3,
      previousStreak: 3,
    });
  });

  it('pay a late day once', () => {
    const late = step(config, endOf([1, 2, 4]), 3);
    if (late.is !== 'pays') throw new Error('a late day pays');
    expect(step(config, late.next, 3)).to.deep.equal({ is: 'already' });
  });

  it('pay nothing for older days', () => {
    expect(step(config, endOf([5]), 3)).to.deep.equal({ is: 'too-old' });
  });

  it('announce a tier that a late day lets today reach', () => {
    const row = endOf([1, 2, 3, 4, 5, 6, 8]);
    const late = step(config, row, 7);
    if (late.is !== 'pays') throw new Error('a late day pays');
    expect(late.tier?.label).to.equal('CHAR');
    const told = { label: 'CHAR', days: 8 };
    expect(reachedTier(config, { tier: 'CHAR', streak: late.streak })).to.deep.equal(told);
    expect(reachedTier(config, { tier: 'CHAR', streak: 8 })).to.deep.equal(told);
  });

  it('agree with a naive walk over the days, in any order the late rule allows', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        fc.infiniteStream(fc.boolean()),
        (set, coin) => {
          const days = set.toSorted((a, b) => a - b);
          const delivered = swapNeighbours(days, coin);
          const last = delivered.reduce((row, day) => {
            const decided = step(config, row, day);
            return decided.is === 'pays' ? decided.next : row;
          }, nobody);
          expect(last.lastDay).to.equal(days.at(-1));
          expect(last.streak).to.equal(naiveStreak(days));
        },
      ),
    );
  });

  it('show as ended once a whole day was missed', () => {
    expect(currentStreak({ lastDay: 9, streak: 4 }, 10)).to.equal(4);
    expect(currentStreak({ lastDay: 9, streak: 4 }, 11)).to.equal(0);
  });
});

describe('streak freezes', () => {
  const holding = (freezesHeld: number) => ({ ...endOf([1, 2]), freezesHeld });

  it('keep a streak over the days they cover, without raising it', () => {
    const paid = step(config, holding(2), 5);
    expect(paid).to.deep.include({ streak: 3, frozen: { after: 2, before: 5, days: [3, 4] } });
    expect(paid.is === 'pays' && paid.next).to.include({ freezes: 2, freezesHeld: 0 });
  });

  it('are not used where they do not cover the whole gap', () => {
    const paid = step(config, holding(1), 5);
    expect(paid).to.include({ streak: 1, frozen: undefined });
    expect(paid.is === 'pays' && paid.next.freezesHeld).to.equal(1);
  });

  it('are free again where a late message of yesterday needs fewer', () => {
    const today = step(config, holding(2), 5);
    const late = step(config, today.is === 'pays' ? today.next : nobody, 4);
    expect(late).to.deep.include({ streak: 3, frozen: { after: 2, before: 5, days: [3] } });
    expect(late.is === 'pays' && late.next).to.include({ streak: 4, freezes: 1, freezesHeld: 1 });
  });

  it('let a late message join a streak that they alone could not keep', () => {
    const today = step(config, holding(1), 5);
    const late = step(config, today.is === 'pays' ? today.next : nobody, 4);
    expect(late.is === 'pays' && late.next).to.include({ streak: 4, freezesHeld: 0 });
  });

  it('show a streak as alive while they would cover what was missed', () => {
    expect(currentStreak({ lastDay: 9, streak: 4, freezesHeld: 1 }, 11)).to.equal(4);
    expect(currentStreak({ lastDay: 9, streak: 4, freezesHeld: 1 }, 12)).to.equal(0);
  });
});

describe('outage days', () => {
  it('break no streak and cost no freeze', () => {
    const paid = step(config, { ...endOf([1, 2]), freezesHeld: 1 }, 5, [3, 9]);
    expect(paid).to.deep.include({ streak: 3, frozen: { after: 2, before: 5, days: [4] } });
    expect(step(config, endOf([1, 2]), 4, [3])).to.include({ streak: 3, frozen: undefined });
  });

  it('join a late message of yesterday to what was before them', () => {
    const today = step(config, endOf([1, 2]), 5, [3]);
    expect(today).to.include({ streak: 1 });
    expect(step(config, today.is === 'pays' ? today.next : nobody, 4, [3])).to.include({ streak: 3 });
  });

  it('show no streak as ended', () => {
    expect(currentStreak({ lastDay: 9, streak: 4 }, 12, [10, 11])).to.equal(4);
    expect(currentStreak({ lastDay: 9, streak: 4 }, 13, [10, 11])).to.equal(0);
  });
});

describe('multipliers', () => {
  it('apply every day from a row on, in mode tier', () => {
    expect([7, 8, 15, 16, 32, 64, 500].map((days) => multiplierAt(config, days))).to.deep.equal([
      1, 2, 2, 4, 16, 256, 256,
    ]);
  });

  it('apply on multiples only, highest row first, in mode milestone', () => {
    const milestone = { ...config, mode: 'milestone' as const };
    expect([8, 9, 16, 24, 32, 64].map((days) => multiplierAt(milestone, days))).to.deep.equal([
      2, 1, 4, 2, 16, 256,
    ]);
  });

  it('say what comes next in either mode', () => {
    expect(nextTier(config, 6)).to.deep.include({ inDays: 2 });
    expect(nextTier(config, 64)).to.equal(undefined);
    const next = nextTier({ ...config, mode: 'milestone' }, 60);
    expect([next?.tier.label, next?.inDays]).to.deep.equal(['LONG', 4]);
  });
});

describe('who earns', () => {
  const time = Date.UTC(2026, 5, 1);
  const message = {
    channel: '5',
    author: snowflakeAt(time - 30 * DAY),
    joinedAt: new Date(time - 2 * DAY).toISOString(),
    time,
  };

  it('anyone, by default', () => expect(earns(config, message)).to.equal(true));
  it('nobody where the economy is off, or in an ignored channel', () => {
    expect(earns({ ...config, enabled: false }, message)).to.equal(false);
    expect(earns({ ...config, ignoredChannels: ['5'] }, message)).to.equal(false);
  });
  it('accounts and members of a least age', () => {
    expect(earns({ ...config, leastAccountAgeDays: 30 }, message)).to.equal(true);
    expect(earns({ ...config, leastAccountAgeDays: 31 }, message)).to.equal(false);
    expect(earns({ ...config, leastMembershipDays: 2 }, message)).to.equal(true);
    expect(earns({ ...config, leastMembershipDays: 3 }, message)).to.equal(false);
    expect(earns({ ...config, leastMembershipDays: 1 }, { ...message, joinedAt: null })).to.equal(false);
  });
});

function walk(days: number[]) {
  let row = nobody;
  return days.map((day) => {
    const decided = step(config, row, day);
    if (decided.is !== 'pays') throw new Error(`day ${day} does not pay`);
    row = decided.next;
    return decided;
  });
}

function endOf(days: number[]): Days {
  return walk(days).at(-1)?.next ?? nobody;
}

/** Swaps some neighbouring days of a run: today's message before yesterday's. */
function swapNeighbours(days: number[], coin: Iterator<boolean>): number[] {
  const order = [...days];
  for (let i = 0; i + 1 < order.length; i++) {
    const [a = 0, b = 0] = [order[i], order[i + 1]];
    if (b !== a + 1 || !coin.next().value) continue;
    order.splice(i, 2, b, a);
    i++;
  }
  return order;
}

function naiveStreak(days: number[]): number {
  const set = new Set(days);
  let streak = 0;
  for (let day = days.at(-1) ?? 0; set.has(day); day--) streak++;
  return streak;
}
