import { expect } from 'chai';
import type { MemberSighting, UserSighting } from '../core/events.ts';
import { type Knex, transact } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { type SeenMember, saveMembers } from './member-rows.ts';
import { readRenames } from './renames.ts';

const guild = '290926798626357999';
const nelly: UserSighting = {
  id: '80351110224678912',
  username: 'nelly',
  globalName: 'Nelly',
  avatar: null,
  bot: false,
};
const member: MemberSighting = {
  user: nelly,
  nick: null,
  avatar: null,
  roles: [],
  joinedAt: '2024-01-01T00:00:00.000Z',
  timedOutUntil: null,
  pending: false,
};

describe('members', () => {
  const database = useDatabase();
  let db: Knex;
  const here = (at: number, change: Partial<MemberSighting> = {}, where = guild): SeenMember => ({
    is: 'here',
    guild: where,
    at,
    member: { ...member, ...change },
  });
  const save = (seen: SeenMember[]) => transact(db, (trx) => saveMembers(trx, seen));
  const row = (where = guild) => db('guild_members').where({ guild_id: where, user_id: nelly.id }).first();

  before(() => {
    db = database.db;
  });
  beforeEach(async () => {
    await db('guild_members').delete();
    await db('guilds').delete();
    await db('discord_users').delete();
  });

  it('keep what was seen last, whatever the order of arrival', async () => {
    await save([here(2_000, { nick: 'second' })]);
    await save([here(1_000, { nick: 'first' })]);
    expect(await row()).to.include({ nick: 'second', name: 'second', active: true });
  });

  it('of a chunk are not written where they say the same', async () => {
    expect(await save([here(1_000)])).to.equal(1);
    expect(await save([{ is: 'listed', guild, at: 2_000, member }])).to.equal(0);
    expect(await save([{ is: 'listed', guild, at: 2_000, member: { ...member, nick: 'Nel' } }])).to.equal(1);
  });

  it('take note of an event that says the same: an older one that says otherwise may be on its way', async () => {
    await save([here(1_000)]);
    await save([here(3_000)]);
    await save([here(2_000, { nick: 'flipped' })]);
    expect(await row()).to.include({ nick: null, name: 'Nelly' });
  });

  describe('whose names change', () => {
    const other = '290926798626358000';
    const renamed = async (at: number) =>
      (await readRenames({ db }, [{ user: nelly.id, at }])).map(({ guild, nick, username }) => [
        guild,
        nick ?? username,
      ]);
    const called = (username: string) => ({ user: { ...nelly, username } });

    it('are not those who are seen for the first time, or say nothing new', async () => {
      await save([here(1_000, { nick: 'Nel' })]);
      await save([here(2_000, { nick: 'Nel', roles: ['5'] })]);
      expect([await renamed(1_000), await renamed(2_000)]).to.deep.equal([[], []]);
    });

    it('are not those who were known by a message alone', async () => {
      await db('guilds').insert({ id: guild });
      await db('discord_users').insert({ id: nelly.id, username: 'nelly', global_name: 'Nelly' });
      await db('guild_members').insert({ guild_id: guild, user_id: nelly.id });
      await save([here(1_000, { nick: 'Nel' })]);
      expect(await renamed(1_000)).to.deep.equal([]);
    });

    it('are told of a nickname where it is, of another name wherever they are, and no more of a replay', async () => {
      await save([here(1_000), here(1_000, { nick: 'Nel' }, other), here(1_000, {}, '5')]);
      await save([{ is: 'gone', guild: '5', at: 2_000, user: nelly }]);
      await save([here(3_000, { nick: 'N' })]);
      expect(await renamed(3_000)).to.deep.equal([[guild, 'N']]);
      await save([here(4_000, { nick: 'N', ...called('ann') })]);
      const everywhere = [
        [guild, 'N'],
        [other, 'Nel'],
      ];
      expect(await renamed(4_000)).to.deep.equal(everywhere);
      await save([here(4_000, { nick: 'N', ...called('ann') }), here(3_000, { nick: 'N' })]);
      await save([here(5_000, { nick: 'Nel', ...called('ann') }, other)]);
      expect([await renamed(3_000), await renamed(4_000), await renamed(5_000)]).to.deep.equal([
        [],
        everywhere,
        [],
      ]);
      expect((await row(other)).name).to.equal('Nel');
    });
  });

  it('leave, and a late sighting does not bring them back', async () => {
    await save([here(1_000, { nick: 'Nel' })]);
    await save([{ is: 'gone', guild, at: 3_000, user: nelly }]);
    await save([here(2_000, { nick: 'late' })]);
    expect(await row()).to.include({ active: false, nick: 'Nel' });
  });

  it('leave before anything else was heard of them', async () => {
    await save([{ is: 'gone', guild, at: 2_000, user: nelly }]);
    await save([here(1_000)]);
    expect(await row()).to.include({ active: false });
  });

  it('are called by their new name in all guilds, except where they have a nickname', async () => {
    const other = '290926798626358000';
    await save([here(1_000), here(1_000, { nick: 'Nel' }, other)]);
    const renamed = { ...member, user: { ...nelly, globalName: 'Eleanor' } };
    await save([
      {
        is: 'here',
        guild: '290926798626358001',
        at: 2_000,
        member: renamed,
      },
    ]);
    expect(await row()).to.include({ name: 'Eleanor' });
    expect(await row(other)).to.include({ name: 'Nel' });
  });

  it('are counted as they come and go', async () => {
    await db('guilds').insert({ id: guild, member_count: 10, seen_at: new Date(500) });
    await save([here(1_000), here(1_001)]);
    expect(await db('guilds').first()).to.include({ member_count: 11 });
    await save([{ is: 'gone', guild, at: 2_000, user: nelly }]);
    expect(await db('guilds').first()).to.include({ member_count: 10 });
  });

  it('that were seen before the newest run asked are left to the run', async () => {
    await db('guilds').insert({ id: guild, members_asked_at: new Date(5_000) });
    await save([here(4_000)]);
    expect(await row()).to.equal(undefined);
    await save([{ is: 'listed', guild, at: 5_000, member }]);
    expect(await row()).to.include({ active: true });
  });
});
