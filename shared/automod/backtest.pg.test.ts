import { expect } from 'chai';
import { DAY, SECOND } from '../core/clock.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { keepPartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { backtest } from './backtest.ts';
import { type MessageTrace, saveTraces } from './traces.ts';

const now = Date.UTC(2026, 5, 1, 12);
const start = now - 2 * DAY;
const guild = '100';
const same = 'c0ffee00c0ffee00';
let made = 0;

/** A message so many seconds after the start. */
const wrote = (user: string, second: number, changes: Partial<MessageTrace> = {}): MessageTrace => ({
  message: snowflakeAt(start + second * SECOND, ++made),
  guild,
  channel: '7',
  user,
  fingerprint: null,
  length: 20,
  mentions: 0,
  attachments: 0,
  ...changes,
});

describe('the backtest of a rule', () => {
  const database = useDatabase();
  const save = (...traces: MessageTrace[]) => saveTraces({ db: database.db }, traces);
  const run = (kind: string, settings: object, rule: object = {}, days = 7) =>
    backtest({ db: database.db }, guild, { rule: { kind, settings, ...rule }, days, now });
  const hits = async (...of: Parameters<typeof run>) => {
    const done = await run(...of);
    if (done.is !== 'done') throw new Error(JSON.stringify(done));
    return Object.fromEntries(done.top.map(({ user, messages, bursts }) => [user, [messages, bursts]]));
  };

  before(() => keepPartitions(database.db, now));
  beforeEach(() => database.db.raw('TRUNCATE message_traces, guilds CASCADE'));

  it('keeps a trace once, signs of its fingerprint and all, and none that is too old', async () => {
    const one = wrote('1', 0, { fingerprint: 'ffffffffffffffff', mentions: 100_000 });
    await save(one, { ...one, user: '2' }, wrote('1', -9 * 86_400), wrote('3', 10 * 86_400));
    await save(one);
    const rows = await database.db('message_traces').select('user_id', 'fingerprint', 'mentions', 'at');
    expect(rows).to.deep.equal([{ user_id: '1', fingerprint: '-1', mentions: 32_767, at: new Date(start) }]);
  });

  it('counts messages and bursts of members, however their traces came in', async () => {
    const flood = [0, 1, 2, 3, 100, 101, 102].map((second) => wrote('1', second));
    await save(...flood.reverse(), ...[0, 30, 60].map((second) => wrote('2', second)));
    await save(...[0, 1, 2].map((second) => wrote('3', second, { guild: '200' })));
    const done = await run('message-count', { atLeast: 3, seconds: 10 });
    const top = [{ user: '1', messages: 7, bursts: 2 }];
    const from = new Date(now - 7 * DAY);
    expect(done).to.deep.equal({ is: 'done', from, looked: 10, messages: 7, bursts: 2, members: 1, top });
    expect(await run('message-count', { atLeast: 3 }, {}, 1)).to.deep.include({ looked: 0, members: 0 });
  });

  it('compares texts that are long enough, of one member and of several', async () => {
    const text = { fingerprint: same };
    await save(wrote('1', 0, text), wrote('1', 5, text), wrote('2', 6, text), wrote('3', 7, text));
    await save(
      wrote('1', 8, { fingerprint: 'beef' }),
      wrote('1', 9),
      wrote('1', 11, { fingerprint: 'beef' }),
    );
    expect(await hits('duplicates', { atLeast: 2, seconds: 10 })).to.deep.equal({ 1: [4, 1] });
    expect(await hits('duplicates', { atLeast: 2, seconds: 5 })).to.deep.equal({ 1: [2, 1] });
    expect(await hits('cross-duplicates', { atLeast: 3, seconds: 10 })).to.deep.equal({
      1: [2, 1],
      2: [1, 1],
      3: [1, 1],
    });
    expect(await hits('cross-duplicates', { atLeast: 3, seconds: 10, minLength: 21 })).to.deep.equal({});
  });

  it('counts channels and mentions', async () => {
    await save(wrote('1', 0), wrote('1', 1, { channel: '8' }), wrote('1', 2, { channel: '8' }));
    await save(wrote('2', 0), wrote('2', 1), wrote('2', 2, { mentions: 5 }), wrote('2', 3, { mentions: 4 }));
    expect(await hits('channels', { atLeast: 2, seconds: 10 })).to.deep.equal({ 1: [3, 1] });
    const mentions = { atLeast: 100, seconds: 10 };
    expect(await hits('mentions', { ...mentions, atOnce: 5 })).to.deep.equal({ 2: [2, 1] });
    expect(await hits('mentions', { ...mentions, atLeast: 9, atOnce: 0 })).to.deep.equal({ 2: [2, 1] });
  });

  it('leaves alone whom and what the rule exempts, by the roles of now', async () => {
    const { db } = database;
    await db('guilds').insert({ id: guild, owner_id: '1' });
    const roles = { 2: ['50'], 3: ['60'], 4: ['61'], 5: [] };
    for (const [user, of] of Object.entries(roles)) {
      await db('discord_users').insert({ id: user, username: user }).onConflict().ignore();
      await db('guild_members').insert({ guild_id: guild, user_id: user, roles: of });
    }
    const role = { guild_id: guild, id: '50', name: 'mods', color: 0, position: 1, managed: false };
    await db('guild_roles').insert({ ...role, permissions: '8192' });
    const overwrites = JSON.stringify([{ id: '61', type: 'role', allow: '8192', deny: '0' }]);
    await db('guild_channels').insert({
      guild_id: guild,
      id: '8',
      name: 'b',
      type: 0,
      position: 0,
      overwrites,
    });
    await db('guild_threads').insert({ guild_id: guild, id: '80', parent_id: '8' });
    for (const user of ['1', '2', '3', '4', '5'])
      await save(wrote(user, 0), wrote(user, 1, { channel: '8' }), wrote(user, 2, { channel: '80' }));
    const count = { atLeast: 1, seconds: 10 };
    const all = { exemptModerators: false };
    expect(await hits('message-count', count, all)).to.have.all.keys('1', '2', '3', '4', '5');
    expect(await hits('message-count', count, { exemptRoles: ['60'] })).to.deep.equal({
      4: [1, 1],
      5: [3, 1],
    });
    const exemptChannels = { ...all, exemptChannels: ['8'] };
    expect(await hits('message-count', { ...count, atLeast: 2 }, exemptChannels)).to.deep.equal({});
    expect(await hits('message-count', count, { exemptRoles: [guild] })).to.deep.equal({});
  });

  it('says so where there is nothing to look at', async () => {
    expect((await run('words', { words: ['spam'] })).is).to.equal('no-text');
    expect((await run('join-rate', {})).is).to.equal('no-messages');
    expect((await run('message-count', { atLeast: 0 })).is).to.equal('faulty');
  });
});
