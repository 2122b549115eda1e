import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { isDataFault } from '../db/knex.ts';
import { ensurePartitions, keepPartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { addStats } from './add-stats.ts';
import { forgetGuildHours } from './forget-labels.ts';
import { readSeries, readSeriesOf } from './stats.ts';
import { openTallies } from './tallies.ts';

const now = Date.UTC(2026, 10, 20, 12, 30);
const never = 2 ** 30;

describe('sums that are added to', () => {
  const database = useDatabase();
  before(() => keepPartitions(database.db, now));
  beforeEach(() => database.db('hourly_stats').delete());

  it('lose nothing where several processes add at once, and keep the greatest', async () => {
    const rows = ['b', 'a', 'c'].map((label, index) => ({
      stat: 'queue-lag' as const,
      at: now,
      label,
      count: 1,
      most: index,
    }));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => addStats(database, i % 2 ? rows : rows.toReversed())),
    );
    const sums = await database.db('hourly_stats').orderBy('label').select('label', 'count', 'most');
    expect(sums).to.deep.equal([
      { label: 'a', count: '20', most: '1' },
      { label: 'b', count: '20', most: '0' },
      { label: 'c', count: '20', most: '2' },
    ]);
  });

  it('count what a worker handled by the hour of it, in all and by guild', async () => {
    const tallies = openTallies({ db: database.db, log: silent }, never);
    tallies.add('messages', '100', now, 3);
    tallies.add('messages', '100', now + 1);
    tallies.add('messages', '200', now - HOUR);
    tallies.add('events', null, now);
    await tallies.close();
    const all = await readSeriesOf(database, { stats: ['messages', 'events'], period: '24h', now });
    expect(all.messages.slice(-2).map(({ count }) => count)).to.deep.equal([1, 4]);
    expect(all.events.at(-1)?.count).to.equal(1);
    const guild = await readSeries(database, { stat: 'messages', guild: '200', period: '24h', now });
    expect(guild.slice(-2).map(({ count }) => count)).to.deep.equal([1, 0]);
  });

  it('go of single guilds by whole months once charts show them no more; totals stay', async () => {
    const { db } = database;
    const hours = [0, 100, 120, 150].map((days) => now - days * DAY); // a hundred are in the month of the ninetieth
    await ensurePartitions(db, { table: 'hourly_stats', by: 'month', from: now - 150 * DAY, to: now });
    for (const guild of ['0', '100'])
      await addStats(
        database,
        hours.map((at) => ({ stat: 'messages' as const, at, guild, count: 1 })),
      );
    expect(await forgetGuildHours(database, now, 1)).to.equal(1);
    expect(await forgetGuildHours(database, now, 10)).to.equal(1);
    expect(await forgetGuildHours(database, now, 10)).to.equal(0);
    const left = await db('hourly_stats').where('guild_id', '100').pluck('hour');
    expect(left).to.have.length(2);
    expect(await db('hourly_stats').where('guild_id', '0')).to.have.length(4);
  });

  it('are refused before there is a partition for any, so that what was counted waits', async () => {
    const trx = await database.db.transaction();
    const { rows } = await trx.raw(
      "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'hourly_stats'::regclass",
    );
    for (const { relname } of rows) await trx.raw('DROP TABLE ??', [relname]);
    const refused = await addStats({ db: trx }, [{ stat: 'messages', at: now, count: 1 }]).catch(isDataFault);
    await trx.rollback();
    expect(refused).to.equal(true);
    await addStats(database, [{ stat: 'messages', at: now - 3_650 * DAY, count: 1 }]);
    expect(await database.db('hourly_stats')).to.deep.equal([]);
  });

  it('are added once, though the answer to the first attempt was lost', async () => {
    let lost = 0;
    const db = new Proxy(database.db, {
      get(target, name) {
        if (name !== 'raw') return Reflect.get(target, name);
        return async (...given: Parameters<typeof target.raw>) => {
          await target.raw(...given);
          if (lost++ < 2) throw new Error('the answer was lost');
        };
      },
    });
    const tallies = openTallies({ db, log: silent }, 5);
    tallies.add('firings', '100', now, 2);
    while (lost < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    tallies.add('firings', '100', now, 5);
    await tallies.close();
    for (const guild of ['0', '100'] as const) {
      const series = await readSeries(database, { stat: 'firings', guild, period: '24h', now });
      expect(series.at(-1)?.count, guild).to.equal(7);
    }
  });

  it('wait while Postgres is away', async () => {
    let away = true;
    const db = new Proxy(database.db, {
      get: (target, name) =>
        name === 'raw' && away ? () => Promise.reject(new Error('away')) : Reflect.get(target, name),
    });
    let warned = () => {};
    const failed = new Promise<void>((resolve) => {
      warned = resolve;
    });
    const tallies = openTallies({ db, log: { ...silent, warn: () => warned() } }, 5);
    tallies.add('awards', '100', now, 2);
    await failed;
    away = false;
    tallies.add('awards', '100', now);
    await tallies.close();
    expect((await readSeries(database, { stat: 'awards', period: '24h', now })).at(-1)?.count).to.equal(3);
  });
});
