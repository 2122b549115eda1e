import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { tablesScanned } from '../testing/plans.ts';
import { listFailedGrants } from './failed-grants.ts';
import { readLeaderboard } from './leaderboard.ts';
import { readParties } from './parties.ts';
import { listRewards, mostCounted } from './rewards.ts';

const guild = '10';
const crowd = '30';
const crowdSize = 40_000;

describe('what the panel shows of bytes', () => {
  const database = useDatabase();

  before(async () => {
    const { db } = database;
    await db('guilds').insert([{ id: guild }, { id: crowd }]);
    await db('discord_users').insert([
      { id: 1, username: 'ada', global_name: 'Ada' },
      { id: 2, username: 'grace' },
      { id: 3, username: 'linus' },
      { id: 4, username: 'gone' },
      { id: 5, username: 'poor' },
    ]);
    const member = (user_id: number, balance: number, rest: object = {}) => ({
      guild_id: guild,
      user_id,
      balance,
      ...rest,
    });
    await db('guild_members').insert([
      member(1, 50),
      member(2, 90, { name: 'Amazing Grace' }),
      member(3, 50),
      member(4, 500, { active: false }),
      member(5, 0),
    ]);
  });

  it('ranks present members with any bytes by balance, equal ones by id, from any rank on', async () => {
    const ranked = await readLeaderboard(database, guild, { limit: 10 });
    expect(ranked.map(({ rank, name, balance }) => [rank, name, balance])).to.deep.equal([
      [1, 'Amazing Grace', 90],
      [2, 'Ada', 50],
      [3, 'linus', 50],
    ]);
    const rest = await readLeaderboard(database, guild, { from: 2, limit: 1 });
    expect(rest.map(({ rank, user }) => [rank, user])).to.deep.equal([[2, '1']]);
  });

  it('tells present members from those who left', async () => {
    const parties = await readParties(database, guild, ['1', '4', '99']);
    expect([...parties.keys()]).to.have.members(['1', '4']);
    expect(parties.get('4')).to.include({ member: false, balance: 500, bot: false });
  });

  it('reads no table from end to end, and counts no further than it says', async function () {
    this.timeout(60_000);
    const { db } = database;
    await db.raw(
      'INSERT INTO discord_users (id, username) SELECT g, g::text FROM generate_series(1000, ?) g',
      [999 + crowdSize],
    );
    await db.raw(
      `INSERT INTO guild_members (guild_id, user_id, balance, received)
       SELECT ?, g, g % 500, g FROM generate_series(1000, ?) g`,
      [crowd, 999 + crowdSize],
    );
    await db('bytes_roles').insert(
      [1, 2].map((role_id) => ({ guild_id: crowd, role_id, threshold: role_id })),
    );
    await db.raw(
      `INSERT INTO role_grants (guild_id, user_id, role_id, state)
       SELECT ?, g, 1, CASE WHEN g % 1000 = 0 THEN 'failed' ELSE 'granted' END FROM generate_series(1000, ?) g`,
      [crowd, 999 + crowdSize],
    );
    await db.raw('ANALYZE guild_members, role_grants, discord_users');
    const [rewards] = await listRewards(database, crowd);
    expect(rewards).to.deep.equal({
      role: '1',
      threshold: 1,
      granted: mostCounted + 1,
      wanted: 0,
      failed: 40,
    });
    const failed = await listFailedGrants(database, crowd, { limit: 30 });
    const after = failed.at(-1);
    expect(await listFailedGrants(database, crowd, { after, limit: 30 })).to.have.length(10);
    const scanned = await tablesScanned(db, async () => {
      await readLeaderboard(database, crowd, { from: 951, limit: 50 });
      await listRewards(database, crowd);
      await listFailedGrants(database, crowd, { after, limit: 50 });
      await readParties(database, crowd, ['1000', '1001']);
    });
    expect(
      scanned.filter((table) => ['guild_members', 'role_grants', 'discord_users'].includes(table)),
    ).to.deep.equal([]);
  });
});
