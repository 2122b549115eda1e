import { expect } from 'chai';
import { transact } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { give } from './gift.ts';
import { readHistory, type Turn } from './history.ts';
import { readLeaderboard } from './leaderboard.ts';
import { readRank } from './rank.ts';

const guild = '100';
const by = { kind: 'system', name: 'test' } as const;

describe('what members see of the ledger', () => {
  const database = useDatabase();
  let gifts = 0;
  before(async () => {
    const { db } = database;
    await db('guilds').insert([{ id: guild }, { id: '101' }]);
    await db('discord_users').insert(['1', '2', '3', '4'].map((id) => ({ id, username: `u${id}` })));
    const rows = [guild, '101'].flatMap((guild_id) =>
      ['1', '2', '3', '4'].map((user_id) => ({ guild_id, user_id })),
    );
    await db('guild_members').insert(rows);
    for (let amount = 1; amount <= 7; amount++) await pay('1', amount);
    await pay('1', -5);
    await pay('2', 50);
    await pay('1', 99, '101');
  });
  const pay = (user: string, amount: number, of = guild) =>
    give(database, { operation: `job:${++gifts}`, guild: of, user, amount, reason: '', by });

  describe('history', () => {
    const amounts = (rows: { amount: number; receiver: string | null }[]) =>
      rows.map(({ amount, receiver }) => (receiver === null ? -amount : amount));
    async function turn(to: Turn) {
      const page = await readHistory(database, { guild, user: '1' }, to, 3);
      return {
        ...page,
        amounts: amounts(page.rows),
        first: page.rows[0]?.id ?? '',
        last: page.rows.at(-1)?.id ?? '',
      };
    }

    it("has a member's income and expenses, newest first, page by page and back", async () => {
      const newest = await turn({});
      expect(newest).to.deep.include({ amounts: [-5, 7, 6], hasNewer: false, hasOlder: true });
      const middle = await turn({ older: newest.last });
      expect(middle).to.deep.include({ amounts: [5, 4, 3], hasNewer: true, hasOlder: true });
      const oldest = await turn({ older: middle.last });
      expect(oldest).to.deep.include({ amounts: [2, 1], hasNewer: true, hasOlder: false });
      const back = await turn({ newer: oldest.first });
      expect(back).to.deep.include({ amounts: [5, 4, 3], hasNewer: true, hasOlder: true });
    });

    it('ends at the newest page, whatever came meanwhile', async () => {
      const middle = await turn({ older: (await turn({})).last });
      expect(await turn({ newer: middle.first })).to.deep.include({ amounts: [-5, 7, 6], hasNewer: false });
      expect((await turn({ newer: '999999' })).amounts).to.eql([-5, 7, 6]);
    });
  });

  describe('rank', () => {
    const rank = (user: string) => readRank(database, guild, user);

    it('is the place on the leaderboard, also among equals', async () => {
      await pay('3', 23);
      await database.db('guild_members').where({ guild_id: guild, user_id: '1' }).update({ balance: 23 });
      const ranked = await readLeaderboard(database, guild, { limit: 10 });
      expect(ranked.map(({ user, rank }) => [user, rank])).to.eql([
        ['2', 1],
        ['1', 2],
        ['3', 3],
      ]);
      for (const { user, rank: place, balance } of ranked)
        expect(await rank(user)).to.eql({ is: 'known', rank: place, balance });
    });

    it('is none without bytes, or for who left', async () => {
      expect(await rank('4')).to.eql({ is: 'none' });
      expect(await rank('5')).to.eql({ is: 'none' });
      await database.db('guild_members').where({ guild_id: guild, user_id: '3' }).update({ active: false });
      expect(await rank('3')).to.eql({ is: 'none' });
    });

    it('is counted no further than ten thousand', async () => {
      const { db } = database;
      await db.raw(`INSERT INTO discord_users (id) SELECT g FROM generate_series(1000, 11000) g`);
      await db.raw(
        `INSERT INTO guild_members (guild_id, user_id, balance) SELECT ?, g, 1000 FROM generate_series(1000, 11000) g`,
        [guild],
      );
      expect(await rank('2')).to.eql({ is: 'beyond', rank: 10_001, balance: 50 });
    });
  });

  it('is read by indexes', async () => {
    const { db } = database;
    await db.raw('ANALYZE guild_members');
    const queries: { sql: string; bindings: readonly unknown[] }[] = [];
    const note = ({ sql, bindings }: { sql: string; bindings: readonly unknown[] }) =>
      queries.push({ sql, bindings });
    db.on('query', note);
    await readRank(database, guild, '2');
    await readHistory(database, { guild, user: '1' }, { older: '5' }, 10);
    db.removeListener('query', note);
    for (const { sql, bindings } of queries) {
      const { rows } = await transact<{ rows: Record<string, string>[] }>(db, async (trx) => {
        await trx.raw('SET LOCAL enable_seqscan = off');
        const plain = sql.replace(/\$\d+/g, '?');
        return trx.raw(`EXPLAIN ${plain}`, [...bindings] as string[]); // as they were given
      });
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).to.include('Index').and.not.include('Seq Scan').and.not.include('Sort Key: o.balance');
    }
    expect(queries).to.have.lengthOf(2);
  });
});
