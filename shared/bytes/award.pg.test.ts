import { expect } from 'chai';
import { SECOND } from '../core/clock.ts';
import { keys } from '../core/keys.ts';
import { openDatabase } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { defaults, orderOn } from '../testing/members.ts';
import { useRedis } from '../testing/redis.ts';
import { payAwards } from './award.ts';
import type { AwardOrder } from './commit-awards.ts';
import { findDifferences, readAccount } from './queries.ts';
import { setReward } from './reward.fixture.ts';

describe('daily awards', () => {
  const database = useDatabase();
  const cache = useRedis();
  let now = 1_000_000;
  const deps = () => ({ db: database.db, redis: cache.redis, clock: () => now, partitions: 1 });
  const pay = (orders: AwardOrder[], how = {}) => payAwards(deps(), orders, how);
  const account = (user: string) => readAccount(deps(), '100', user);

  afterEach(async () => {
    expect(await findDifferences(deps())).to.deep.equal([]);
  });

  it('pay the first message of a day and grant the starting balance with the first ever', async () => {
    const { awards } = await pay([orderOn(1, { user: '1' })]);
    expect(awards).to.have.length(1);
    expect(awards[0]).to.include({ user: '1', amount: 10, streak: 1, multiplier: 1 });
    expect(await account('1')).to.include({ balance: 110, received: 10, sent: 0, streak: 1 });
  });

  it('pay once, even when replayed, and name the award again to the message that paid', async () => {
    const order = orderOn(1, { user: '2' });
    const first = await pay([order]);
    const again = await pay([order]);
    expect([first.found, again.found]).to.deep.equal([[], first.awards]);
    expect(again.awards).to.deep.equal([]);
    expect((await account('2'))?.balance).to.equal(110);
  });

  it('answer a second message of the day from Redis alone', async () => {
    const first = orderOn(1, { user: '3' });
    await pay([first]);
    const offline = { ...deps(), db: openDatabase('postgres://nobody@127.0.0.1:1/nothing') };
    const { awards, covered } = await payAwards(offline, [orderOn(1, { user: '3' })]);
    expect(awards).to.deep.equal([]);
    expect(covered).to.deep.equal([{ guild: '100', user: '3', day: first.day, message: first.message }]);
  });

  it('pay once when eight workers see eight messages at once', async () => {
    const orders = Array.from({ length: 8 }, () => orderOn(1, { user: '4' }));
    await Promise.all(orders.map((order) => pay([order], { sure: true })));
    expect((await account('4'))?.balance).to.equal(110);
  });

  it('survive an emptied Redis', async () => {
    const order = orderOn(1, { user: '5' });
    await pay([order]);
    await cache.redis.flushdb();
    await pay([orderOn(1, { user: '5' }), order]);
    expect((await account('5'))?.balance).to.equal(110);
  });

  it('do not believe a provisional award that was never committed', async () => {
    const lost = orderOn(1, { user: '6' });
    const nowhere = openDatabase('postgres://nobody@127.0.0.1:1/nothing');
    const failed = await payAwards({ ...deps(), db: nowhere }, [lost]).then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    expect((await pay([orderOn(1, { user: '6' })])).awards).to.have.length(0);
    now += 11 * SECOND;
    expect((await pay([orderOn(1, { user: '6' })])).awards).to.have.length(1);
  });

  it('let Postgres decide where the copy is from an older snapshot', async () => {
    await pay([orderOn(1, { user: '7' })]);
    const copy = keys.account({ index: 0, of: 1 }, '100', '7');
    const old = await cache.redis.hgetall(copy);
    await pay([orderOn(2, { user: '7' })]);
    await cache.redis.multi().del(copy).hset(copy, old).exec();
    const { awards } = await pay([orderOn(2, { user: '7' })]);
    expect(awards).to.deep.equal([]);
    expect((await account('7'))?.balance).to.equal(120);
  });

  it('count streaks over days, and a late message of yesterday into them', async () => {
    for (const day of [1, 2, 4]) await pay([orderOn(day, { user: '8' })]);
    const { awards } = await pay([orderOn(3, { user: '8' })]);
    expect(awards[0]).to.include({ streak: 3 });
    expect(await account('8')).to.include({ streak: 4, balance: 140 });
  });

  it('pay both days of a batch that spans midnight', async () => {
    await pay([orderOn(2, { user: '9' }), orderOn(1, { user: '9' })]);
    expect(await account('9')).to.include({ streak: 2, balance: 120 });
  });

  it('multiply by the tier and name one that is reached', async () => {
    for (let day = 1; day < 8; day++) await pay([orderOn(day, { user: '10' })]);
    const { awards } = await pay([orderOn(8, { user: '10' })]);
    expect(awards[0]).to.include({ amount: 20, multiplier: 2, tier: 'CHAR' });
  });

  it('want a role reward once its total is received, until Discord confirmed it', async () => {
    await setReward(deps(), '100', { role: '77', threshold: 20 });
    const settings = { ...defaults, roles: [{ role: '77', threshold: 20 }] };
    expect((await pay([orderOn(1, { user: '11', settings })])).grants).to.deep.equal([]);
    const wanted = [{ guild: '100', user: '11', role: '77' }];
    expect((await pay([orderOn(2, { user: '11', settings })])).grants).to.deep.equal(wanted);
    await database.db('role_grants').update({ state: 'granted' });
    expect((await pay([orderOn(3, { user: '11', settings })])).grants).to.deep.equal([]);
  });

  it('pay many members in one batch, in whatever order other batches take them', async () => {
    const users = Array.from({ length: 60 }, (_, i) => String(1_000 + i));
    const batches = Array.from({ length: 6 }, (_, i) => (i % 2 ? users : users.toReversed()));
    await Promise.all(
      batches.map((batch) =>
        pay(
          batch.map((user) => orderOn(1, { user })),
          { sure: true },
        ),
      ),
    );
    const { rows } = await database.db.raw(
      "SELECT count(*) FROM bytes WHERE kind = 'daily' AND receiver_id >= 1000",
    );
    expect(rows).to.deep.equal([{ count: '60' }]);
  });

  it('refuse to change the ledger', async () => {
    const error = await database
      .db('bytes')
      .update({ amount: 1 })
      .then(
        () => undefined,
        (thrown: Error) => thrown,
      );
    expect(error?.message).to.contain('immutable');
  });
});
