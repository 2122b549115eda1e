import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { findUser, findUsers, saveUsers } from './users.ts';

const guild = '10';
const noon = Date.UTC(2026, 0, 1, 12);

describe('users that somebody else knows', () => {
  const database = useDatabase();
  const save = (users: ReturnType<typeof person>[], at = noon) => saveUsers(database, users, at);
  const nameOf = async (id: string) => (await findUser(database, id))?.username;

  before(() => database.db('guilds').insert({ id: guild }));

  it('are made and changed; a repetition writes nothing', async () => {
    const batch = [person('1', 'ada', 'Ada'), person('2', 'grace')];
    expect(await save(batch)).to.equal(2);
    expect(await save(batch, noon + 1)).to.equal(0);
    expect(await save([person('1', 'ada', 'Countess'), person('2', 'grace')], noon + 2)).to.equal(1);
    expect(await findUser(database, '1')).to.deep.equal(person('1', 'ada', 'Countess'));
  });

  it('are as the batch says last, where it names one twice', async () => {
    const twice = Array.from({ length: 50 }, (_, index) => person('3', `name${index}`));
    expect(await save(twice)).to.equal(1);
    expect(await nameOf('3')).to.equal('name49');
  });

  it('are left as they are where the bot saw them later', async () => {
    await database.db('discord_users').insert({ id: 4, username: 'seen', seen_at: new Date(noon + 1) });
    expect(await save([person('4', 'told')])).to.equal(0);
    expect(await nameOf('4')).to.equal('seen');
    expect(await save([person('4', 'told')], noon + 2)).to.equal(1);
  });

  it('are called so where they are members, unless they have a nickname there', async () => {
    const { db } = database;
    await db('guilds').insert({ id: 20 });
    await save([person('5', 'linus')]);
    await db('guild_members').insert([
      { guild_id: guild, user_id: 5, name: 'linus' },
      { guild_id: 20, user_id: 5, name: 'Boss', nick: 'Boss' },
    ]);
    await save([person('5', 'linus', 'Linus T.')], noon + 1);
    expect(await db('guild_members').where({ user_id: 5 }).orderBy('guild_id').pluck('name')).to.deep.equal([
      'Linus T.',
      'Boss',
    ]);
  });

  it('are found in order, once, and by a key of some guilds only among their people, also former ones', async () => {
    await database.db('guild_members').insert({ guild_id: guild, user_id: 1, active: false });
    const found = async (only?: string[]) =>
      (await findUsers(database, ['5', '2', '1', '2', '99'], only)).map(({ id }) => id);
    expect(await found()).to.deep.equal(['1', '2', '5']);
    expect(await found([guild])).to.deep.equal(['1', '5']);
    expect(await found(['30'])).to.deep.equal([]);
    expect(await found([])).to.deep.equal([]);
  });
});

function person(id: string, username: string, globalName: string | null = null) {
  return { id, username, globalName, avatar: null, bot: false };
}
