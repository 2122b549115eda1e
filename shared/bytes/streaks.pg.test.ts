import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import { snowflakeAt, timeOf } from '../core/snowflake.ts';
import { dayOf } from '../core/time-zone.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { payAwards } from './award.ts';
import { Calendar } from './calendar.fixture.ts';
import { giveFreezes } from './freezes.ts';
import { declareOutage } from './outage-days.ts';
import { findDifferences } from './queries.ts';
import { currentStreak, type Days } from './rules.ts';
import { BytesConfig } from './settings.ts';

const start = Date.UTC(2026, 2, 20); // nine days before Berlin's clocks go forward
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const most = 3;

const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ is: fc.constant('message' as const), after: fc.integer({ min: 0, max: 60 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('late' as const), by: fc.integer({ min: 1, max: 50 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('freezes' as const), amount: fc.integer({ min: -2, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('outage' as const),
      ago: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 }),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

describe('streaks, against a calendar that is walked day by day', () => {
  const database = useDatabase();
  const cache = useRedis();
  let now = start;
  let serial = 0;
  const deps = () => ({ db: database.db, redis: cache.redis, clock: () => now, partitions: 1 });
  const by = { kind: 'system', name: 'test' } as const;

  it('agree over messages, late ones, time zones, freezes and outage days', async function () {
    if (process.env.TEST_FULL) this.timeout(10 * MINUTE);
    const property = fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.array(event, { minLength: 5, maxLength: 40 }),
      async (zone, events) => {
        await database.db.raw('TRUNCATE outage_days, bytes, guild_members CASCADE');
        await live(zone, events);
        expect(await findDifferences(deps())).to.deep.equal([]);
      },
    );
    await fc.assert(property, { numRuns: process.env.TEST_FULL ? 1_000 : 30 });
  });

  /** One member's life, in the system and on the calendar. */
  async function live(zone: string, events: Event[]): Promise<void> {
    const user = String(1_000 + ++serial);
    const config = BytesConfig.parse({ timeZone: zone, mostFreezes: most, startingBalance: 0 });
    const calendar = new Calendar();
    now = start;
    await write(now);
    for (const each of events) {
      if (each.is === 'message') {
        now += each.after * HOUR;
        await write(now);
      } else if (each.is === 'late') {
        await write(now - each.by * HOUR);
      } else if (each.is === 'freezes') {
        await give(each.amount);
      } else {
        const days = each.ago.map((ago) => Math.floor(now / DAY) - ago);
        const { is } = await declareOutage(deps(), { days, by });
        expect(is).to.equal('declared');
        calendar.declare(days);
      }
      await compare();
    }

    async function write(time: number): Promise<void> {
      const message = snowflakeAt(time, ++serial);
      const day = dayOf(zone, timeOf(message));
      const author = { id: user, username: user, globalName: null, avatar: null };
      const order = { guild: '100', channel: '200', message, author, day, settings: { config, roles: [] } };
      const { awards } = await payAwards(deps(), [order], { sure: serial % 2 === 0 });
      const streak = calendar.write(day);
      expect(awards.map((award) => award.streak)).to.deep.equal(streak === undefined ? [] : [streak]);
    }

    async function give(amount: number): Promise<void> {
      const operation = `job:${++serial}`;
      const order = { operation, guild: '100', user, amount, by, config };
      const { is } = await giveFreezes(deps(), order);
      expect(is === 'given').to.equal(calendar.give(amount, most));
    }

    async function compare(): Promise<void> {
      const row = await read(user);
      const last = calendar.last();
      expect(row.lastDay).to.equal(last);
      expect(row).to.include({ streak: calendar.streakOn(last ?? 0), freezesHeld: calendar.held });
      const outages = [...calendar.outages];
      for (const ahead of [0, 1, 2, 4])
        expect(currentStreak(row, (last ?? 0) + ahead, outages)).to.equal(
          calendar.streakShown((last ?? 0) + ahead),
        );
      const frozen = await database.db('frozen_days').where({ user_id: user }).orderBy('day').pluck('day');
      expect(frozen).to.deep.equal([...calendar.frozen].sort((a, b) => a - b));
    }
  }

  async function read(user: string): Promise<Days> {
    return database
      .db('guild_members')
      .where({ user_id: user })
      .first(
        'last_day AS lastDay',
        'streak',
        'freezes',
        'previous_day AS previousDay',
        'previous_streak AS previousStreak',
        'previous_freezes AS previousFreezes',
        'freezes_held AS freezesHeld',
      );
  }
});
