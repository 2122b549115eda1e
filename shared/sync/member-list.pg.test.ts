import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { tablesScanned } from '../testing/plans.ts';
import { listMembers, type MemberOrder, type MemberState } from './member-list.ts';

const guild = '10';
const other = '20';
const crowd = '30';
const crowdSize = 200_000;
const portion = 10_000; // a statement may not take 15 seconds, also where the machine is busy
const orders: MemberOrder[] = ['name', 'joined', 'balance'];
const states: MemberState[] = ['here', 'left', 'timed-out'];

describe('the list of members', () => {
  const database = useDatabase();
  const soon = new Date(Date.now() + 3_600_000);

  before(async () => {
    const { db } = database;
    await db('guilds').insert([guild, other, crowd].map((id) => ({ id, name: `guild ${id}` })));
    await know('1', 'ada.l', 'Ada', { nick: 'Countess', roles: ['7'], balance: 5 });
    await know('2', 'grace', null, { balance: 9, roles: ['7', '8'] });
    await know('3', 'adabot', null, { bot: true, balance: 5 });
    await know('4', 'linus', 'Linus ✨', { timed_out_until: soon, balance: 5 });
    await know('5', '50%_off', 'back\\slash', { balance: 5 });
    await know('6', 'tim', 'Straße ☃', { timed_out_until: new Date(0), joined_at: null });
    await know('7', 'gone', 'Adele', { active: false, timed_out_until: soon });
    await know('8', 'stranger', 'Ada too', { guild_id: other });
  });

  async function know(
    id: string,
    username: string,
    globalName: string | null,
    rest: Record<string, unknown>,
  ) {
    const { bot = false, nick = null, ...membership } = rest;
    await database.db('discord_users').insert({ id, username, global_name: globalName, bot });
    await database.db('guild_members').insert({
      guild_id: guild,
      user_id: id,
      nick,
      name: nick ?? globalName ?? username,
      joined_at: new Date(Date.UTC(2026, 0, Math.ceil(Number(id) / 3))), // some at once
      ...membership,
    });
  }

  type Asked = Partial<Parameters<typeof listMembers>[2]>;
  const list = (asked: Asked = {}) =>
    listMembers(database, guild, { state: 'here', order: 'name', limit: 50, ...asked });
  const ids = async (asked: Asked) => (await list(asked)).map(({ user }) => user);
  const found = async (search: string, asked: Asked = {}) => (await ids({ search, ...asked })).sort();

  it('is in the order asked for, ties by the id', async () => {
    expect(await ids({})).to.deep.equal(['3', '5', '1', '2', '4', '6']);
    expect(await ids({ order: 'balance' })).to.deep.equal(['2', '1', '3', '4', '5', '6']);
    expect(await ids({ order: 'joined' })).to.deep.equal(['5', '4', '3', '2', '1']);
  });

  it('tells who is here, who has left, and who cannot write now', async () => {
    expect(await ids({ state: 'left' })).to.deep.equal(['7']);
    expect(await ids({ state: 'timed-out' })).to.deep.equal(['4']);
  });

  it('finds by how nickname, display name or user name begin, whatever the case, in this guild only', async () => {
    expect(await found('COUNT')).to.deep.equal(['1']);
    expect(await found('ada')).to.deep.equal(['1', '3']);
    expect(await found('ada', { state: 'left' })).to.deep.equal([]);
    expect(await found('ade', { state: 'left' })).to.deep.equal(['7']);
    expect(await found('linus ✨')).to.deep.equal(['4']);
    expect(await found('strasse')).to.deep.equal([]);
    expect(await found('STRAße ☃')).to.deep.equal(['6']);
    expect(await found('@ada.l')).to.deep.equal(['1']);
  });

  it('finds by a whole id', async () => {
    expect(await found('2')).to.deep.equal(['2']);
    expect(await found('8')).to.deep.equal([]);
    expect(await found('99999999999999999999')).to.deep.equal([]);
  });

  it('finds by a role, and within what was found', async () => {
    expect(await ids({ role: '7' })).to.deep.equal(['1', '2']);
    expect(await ids({ role: '8', search: 'g' })).to.deep.equal(['2']);
    expect(await ids({ role: '8', search: 'a' })).to.deep.equal([]);
  });

  it('takes what was typed for itself, also where it means something to Postgres', async () => {
    for (const hostile of ['%', '_', '\\', 'a%', '_da', "'", "' OR true --", '%%%', '\\%', '@', '?', '$1'])
      expect(await found(hostile), hostile).to.deep.equal([]);
    expect(await found('50%_')).to.deep.equal(['5']);
    expect(await found('50_%')).to.deep.equal([]);
    expect(await found('back\\s')).to.deep.equal(['5']);
  });

  for (const order of orders)
    it(`by ${order} has everybody once, page by page, where many share a place`, async () => {
      const whole = await ids({ order });
      const paged: string[] = [];
      let after: Asked['after'];
      do {
        const [row] = await list({ order, limit: 1, after });
        if (row) paged.push(row.user);
        after = row?.key == null ? undefined : { user: row.user, key: row.key };
      } while (after);
      expect(paged).to.deep.equal(whole).and.not.be.empty;
    });

  describe('of 200,000', () => {
    before(async function () {
      this.timeout(120_000);
      const { db } = database;
      for (let first = 1; first < crowdSize; first += portion) await seedCrowd(first, first + portion - 1);
      await db.raw('ANALYZE guild_members, discord_users');
    });

    async function seedCrowd(first: number, last: number): Promise<void> {
      const { db } = database;
      await db.raw(
        `INSERT INTO discord_users (id, username, global_name)
         SELECT 1000 + i, 'user' || i, CASE WHEN i % 3 = 0 THEN 'Person ' || i END FROM generate_series(?::int, ?::int) i`,
        [first, last],
      );
      await db.raw(
        `INSERT INTO guild_members (guild_id, user_id, name, active, joined_at, balance, roles, timed_out_until)
         SELECT ?, u.id, coalesce(u.global_name, u.username), i % 500 <> 0,
           timestamptz '2026-01-01' + i * interval '1 minute', CASE WHEN i % 10 = 0 THEN i ELSE 0 END, ARRAY[i % 50],
           CASE WHEN i % 1000 = 1 THEN now() + interval '1 day' END
         FROM generate_series(?::int, ?::int) i JOIN discord_users u ON u.id = 1000 + i`,
        [crowd, first, last],
      );
    }

    const keyOf: Record<MemberOrder, string> = { name: 'user5', joined: '1770000000000000', balance: '0' };
    const ways: [string, Asked][] = [
      ['the first page', {}],
      ['a name', { search: 'user1234' }],
      ['the beginning of a great many names', { search: 'user' }],
      ['an id', { search: '1234' }],
      ['a role', { role: '7' }],
      ['a role nobody has', { role: '70' }],
    ];

    for (const order of orders) {
      for (const state of states)
        for (const [way, asked] of ways)
          it(`is never read from end to end: ${way} of ${state}, by ${order}`, () =>
            read({ order, state, ...asked }));
      it(`is never read from end to end: a later page, by ${order}`, () =>
        read({ order, after: { user: '3000', key: keyOf[order] } }));
    }

    async function read(asked: Asked): Promise<void> {
      const scanned = await tablesScanned(database.db, () =>
        listMembers(database, crowd, { state: 'here', order: 'name', limit: 51, ...asked }),
      );
      expect(scanned).to.deep.equal([]);
    }
  });
});
