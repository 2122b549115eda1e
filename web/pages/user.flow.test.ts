import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { command } from '../../shared/analytics/records.fixture.ts';
import { DAY } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { act } from '../../shared/moderation/act.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const [here, elsewhere, gone] = ['700', '701', '702'];
const [ada, stranger] = ['11', '12'];
const now = Date.now();

describe('the page of a user', () => {
  const panel = usePanel();
  let owner: Browser;
  let guest: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'owner', password, role: 'owner' });
    const { id } = await createAccount({ db }, { username: 'guest', password, role: 'viewer' });
    await db('guilds').insert([
      { id: here, name: 'Here <b>' },
      { id: elsewhere, name: 'Elsewhere' },
    ]);
    await db('admin_users').where({ id }).update({ role: null });
    await db('staff_guild_roles').insert({ user_id: id, guild_id: here, role: 'admin' });
    await db('discord_users').insert({ id: ada, username: 'ada', global_name: 'Ada <b>' });
    await db('guild_members').insert([
      { guild_id: here, user_id: ada, balance: 1_000, received: 1_200, sent: 200, name: 'Ada <b>' },
      { guild_id: elsewhere, user_id: ada, balance: '9000000000000000', received: 30, active: false },
    ]);
    const paid = { receiver_id: ada, amount: 10, kind: 'daily', streak: 1, multiplier: 1 };
    await db('bytes').insert(
      [here, elsewhere].map((guild_id) => ({
        ...{ ...paid, guild_id, operation: `msg:${guild_id}`, day: Math.floor(now / DAY) },
      })),
    );
    const by = { actor: { kind: 'system', name: 'test' } as const, seconds: null, deleteMessageSeconds: 0 };
    for (const [guild, user] of [
      [here, ada],
      [elsewhere, ada],
      [elsewhere, stranger],
    ] as const) {
      const order = {
        guild,
        user,
        operation: `op:${user}`,
        kind: 'warn',
        reason: `Loud in ${guild}.`,
      } as const;
      await act({ db, log: silent }, [{ ...order, ...by, evidence: null }], now);
    }
    await ensurePartitions(db, { table: 'command_usages', by: 'day', from: now - DAY, to: now });
    const used = { at: now - 1_000, user: ada };
    await keepRecords({ db }, 'commands', [
      command(1, { ...used, guild: here, command: 'bytes read' }),
      command(2, { ...used, guild: elsewhere, command: 'squads join', outcome: 'refused' }),
      command(3, { ...used, guild: null, command: 'mycases' }),
    ]);
    await ensurePartitions(db, { table: 'file_attachments', by: 'month', from: now - DAY, to: now });
    await db('file_attachments').insert(
      [here, elsewhere].map((guild_id) => ({
        ...{ guild_id, id: guild_id, user_id: ada, channel_id: 1, message_id: 2, at: new Date(now) },
        ...{ name: `cat-${guild_id}.png`, extension: 'png', size: 10, url: randomUUID(), decision: 'off' },
      })),
    );
    [owner, guest] = [panel.visit(), panel.visit()];
    await owner.logIn('owner', password);
    await guest.logIn('guest', password);
  });

  it('tells of all guilds together, as text', async () => {
    const { status, text } = await owner.get(`/admin/users/${ada}`);
    expect(status).to.equal(200);
    expect(text).to.match(/Bytes in all guilds<\/dt><dd>9,000,000,000,001,000</);
    expect(text).to.match(/Received in total<\/dt><dd>1,230</);
    expect(text).to.match(/Guilds<\/dt><dd>1\s+<span class="quiet">and 1 left</);
    for (const part of [
      'Loud in 700.',
      'Loud in 701.',
      'bytes read',
      'squads join',
      'mycases',
      'cat-700',
      'cat-701',
    ])
      expect(text).to.include(part);
    expect(text).to.include('Ada &lt;b&gt;').and.include('Here &lt;b&gt;').and.not.include('<b>');
    expect(text).to.include(`href="/admin/guilds/${elsewhere}/members/${ada}/bytes"`);
  });

  it('tells staff of one guild of that one alone', async () => {
    const { text } = await guest.get(`/admin/users/${ada}`);
    for (const part of [
      'Loud in 700.',
      'bytes read',
      'cat-700',
      `/admin/guilds/${here}/members/${ada}/bytes`,
    ])
      expect(text).to.include(part);
    for (const part of ['701', 'Elsewhere', 'squads join', 'mycases', '9,000'])
      expect(text).to.not.include(part);
  });

  it('adds up all guilds, also those that are not listed and those that the bot has left', async () => {
    const { db } = panel.database;
    const many = Array.from({ length: 101 }, (_, n) => `${n + 1_000}`);
    const trial = '13';
    await db('discord_users').insert({ id: trial, username: 'rich' });
    await db('guilds').insert([
      ...many.map((id) => ({ id, name: id })),
      { id: gone, name: 'Gone', active: false },
    ]);
    await db('guild_members').insert(
      [...many, gone].map((guild_id) => ({ guild_id, user_id: trial, balance: 10, received: 10 })),
    );
    const { text } = await owner.get(`/admin/users/${trial}`);
    expect(text).to.match(/Bytes in all guilds<\/dt><dd>1,020</);
    expect(text).to.match(/Guilds<\/dt><dd>101\s+<span class="quiet">and 1 that the bot has left</);
    expect(text).to.include('Guilds: the first 100').and.not.include('Gone');
  });

  it('is there of whom nothing is known but what was done to them, for those who may see that', async () => {
    expect((await owner.get(`/admin/users/${stranger}`)).text).to.include('Loud in 701.');
    for (const id of [stranger, '13', 'x', '0', '99999999999999999999'])
      expect((await guest.get(`/admin/users/${id}`)).status, id).to.equal(404);
  });

  it('is found from the search and from a member, whose page has their commands in that guild', async () => {
    expect((await owner.get('/admin/search?q=ada')).text).to.include(`href="/admin/users/${ada}"`);
    const { text } = await guest.get(`/admin/guilds/${here}/members/${ada}`);
    expect(text)
      .to.include(`href="/admin/users/${ada}"`)
      .and.include('bytes read')
      .and.not.include('squads join');
  });
});
