import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { type SeenThreads, saveThreads } from './threads.ts';

const guild = '100';
const here = (at: number, id: string, parent: string, archived = false): SeenThreads => ({
  is: 'here',
  guild,
  at,
  thread: { id, parent, archived },
});

describe('threads', () => {
  const database = useDatabase();
  const save = (...seen: SeenThreads[]) => saveThreads(database.db, seen);
  const rows = async () => {
    const found: { id: string; parent_id: string; active: boolean }[] = await database
      .db('guild_threads')
      .orderBy('id');
    return found.map(({ id, parent_id, active }) => `${id} in ${parent_id}${active ? '' : ', closed'}`);
  };
  beforeEach(() => database.db.raw('TRUNCATE guilds CASCADE'));

  it('are kept with their channel, as what was seen last says, in whatever order it is told', async () => {
    await save(here(20, '7', '70'), here(10, '7', '70', true), here(10, '8', '80'));
    expect(await rows()).to.deep.equal(['7 in 70', '8 in 80']);
    await save(here(15, '7', '70', true), here(30, '8', '80', true));
    expect(await rows()).to.deep.equal(['7 in 70', '8 in 80, closed']);
    await save({ is: 'gone', guild, at: 40, id: '7' }, { is: 'gone', guild, at: 40, id: '9' });
    await save(here(39, '7', '70'));
    expect(await rows()).to.deep.equal(['7 in 70, closed', '8 in 80, closed']);
  });

  it('are closed where a newer list of their channel, or of the guild, does not name them', async () => {
    await save(here(10, '7', '70'), here(10, '8', '80'), here(30, '9', '80'));
    const list = (at: number, channels: string[] | null, ...threads: string[]): SeenThreads => ({
      is: 'listed',
      guild,
      at,
      channels,
      threads: threads.map((id) => ({ id, parent: '80', archived: false })),
    });
    await save(list(20, ['80'], '6'));
    expect(await rows()).to.deep.equal(['6 in 80', '7 in 70', '8 in 80, closed', '9 in 80']);
    await save(list(25, null), list(5, null, '8'));
    expect(await rows()).to.deep.equal(['6 in 80, closed', '7 in 70, closed', '8 in 80, closed', '9 in 80']);
  });

  it('tell of the guild once where one is opened in a channel that auto-moderation treats apart', async () => {
    const { db } = database;
    await save(here(1, '1', '2'));
    await db('automod_rules').insert({
      ...{ guild_id: guild, kind: 'words', slot: 0, name: 'a', action: '{}', settings: '{}' },
      exempt_channels: ['70'],
    });
    await db('guild_channels').insert({
      ...{ guild_id: guild, id: '80', name: 'help', type: 0, position: 0 },
      overwrites: JSON.stringify([{ id: '5', type: 'role', allow: '8192', deny: '0' }]),
    });
    expect(await save(here(10, '6', '60'))).to.deep.equal([]);
    expect(await save(here(10, '7', '70'), here(10, '8', '80'))).to.deep.equal([guild]);
    expect(await save(here(11, '7', '70'))).to.deep.equal([]);
    expect(await save(here(12, '7', '70', true))).to.deep.equal([]);
    expect(await save(here(13, '7', '70'))).to.deep.equal([guild]);
  });
});
