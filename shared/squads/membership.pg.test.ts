import { expect } from 'chai';
import { give } from '../bytes/gift.ts';
import { findDifferences } from '../bytes/queries.ts';
import { BytesConfig } from '../bytes/settings.ts';
import { transfer } from '../bytes/transfer.ts';
import type { Knex } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { join, leave } from './membership.ts';
import { findSquad, listSquadMembers } from './store.ts';

const guild = '7';
const config = BytesConfig.parse({});
const user = (id: string) => ({ id, username: `user${id}`, globalName: null, avatar: null });
const by = { kind: 'staff', id: '1', name: 'owner' } as const;

describe('squads and bytes, together or not at all', () => {
  const database = useDatabase();
  let db: Knex;
  let squads: string[];

  before(async () => {
    db = database.db;
    await db('guilds').insert({ id: guild, name: 'Seven' });
    const rows = ['Red', 'Blue'].map((name, n) => ({
      guild_id: guild,
      name,
      role_id: String(100 + n),
      capacity: n ? 1 : null,
    }));
    squads = (await db('squads').insert(rows, 'id')).map(({ id }) => id);
  });
  afterEach(async () => expect(await findDifferences({ db })).to.eql([]));

  const enter = (operation: string, who: string, squad: number, agreed: number) =>
    join({ db }, { operation, guild, user: user(who), config, squad: squads[squad] ?? '', agreed });

  it('are free the first time, cost the second, and the same click charges once', async () => {
    expect(await enter('a0', '1', 0, 0)).to.include({ is: 'below-minimum', missing: 100 });
    await db('discord_users').insert({ id: '1', username: 'one' }).onConflict().ignore();
    await give({ db }, { operation: 'gift', guild, user: '1', amount: 500, reason: 'test', by });
    expect(await enter('a1', '1', 0, 0)).to.include({ is: 'joined', cost: 0, balance: 500 });
    expect(await enter('a2', '1', 1, 0)).to.include({ is: 'changed', cost: 50 });
    const twice = await Promise.all([enter('a3', '1', 1, 50), enter('a3', '1', 1, 50)]);
    expect(twice.map(({ is }) => is)).to.eql(['joined', 'joined']);
    expect(await db('guild_members').where({ user_id: 1 }).first()).to.include({
      balance: '450',
      sent: '50',
    });
    expect(await leave({ db }, { operation: 'a4', guild, user: user('1'), config })).to.include({
      is: 'left',
    });
  });

  it('take no more members than they have room for, however many come at once', async () => {
    for (const id of ['11', '12', '13']) {
      await enter(`first-${id}`, id, 0, 0);
      await give({ db }, { operation: `gift-${id}`, guild, user: id, amount: 500, reason: 'test', by });
    }
    const all = await Promise.all(['11', '12', '13'].map((id) => enter(`b-${id}`, id, 1, 50)));
    expect(all.filter(({ is }) => is === 'joined')).to.have.length(1);
    expect(all.filter(({ is }) => is === 'full')).to.have.length(2);
  });

  it('keep the place of who left the guild, and give it to others until they come back', async () => {
    const { capacity, ...free } = { capacity: 1, name: 'Green', role_id: '102' };
    const [green] = await db('squads').insert({ ...free, capacity, guild_id: guild }, 'id');
    squads.push(green?.id);
    for (const id of ['21', '22', '23']) {
      await db('discord_users').insert({ id, username: id });
      await db('guild_members').insert({ guild_id: guild, user_id: id, balance: 0 });
      await give({ db }, { operation: `gift-${id}`, guild, user: id, amount: 500, reason: 'test', by });
    }
    const is = (id: string, active: boolean, seen_at = new Date()) =>
      db('guild_members').where({ user_id: id }).update({ active, seen_at });
    const members = async () => (await findSquad({ db }, guild, green?.id))?.members;
    const listed = async (present: boolean) =>
      (await listSquadMembers({ db }, { squad: green?.id, present, limit: 9 })).map(({ user }) => user);
    expect(await enter('g21', '21', 2, 0)).to.include({ is: 'joined' });
    await is('21', false);
    expect(await members()).to.equal(0);
    // they came back as well, and what is known of them is older than their joining
    await Promise.all(['22', '23'].map((id) => is(id, false, new Date(0))));
    const both = await Promise.all(['22', '23'].map((id) => enter(`g${id}`, id, 2, 0)));
    expect(both.map(({ is }) => is).sort()).to.eql(['full', 'joined']);
    const [second = ''] = await listed(true);
    expect([await members(), second]).to.eql([1, both[0]?.is === 'joined' ? '22' : '23']);
    expect(await listed(false)).to.eql(['21', second]);
    await is('21', true);
    expect([await members(), await listed(true)]).to.eql([2, ['21', second]]);
    expect(await enter('g-last', second === '22' ? '23' : '22', 2, 0)).to.include({
      is: 'full',
      capacity: 1,
    });
  });

  it('send once, then wait', async () => {
    const order = {
      at: 1_800_000_000_000,
      guild,
      giver: user('11'),
      receiver: { ...user('99'), bot: false, member: true },
      amount: 20,
      reason: 'thanks',
      config,
    };
    const first = await transfer({ db }, { ...order, operation: 'int:1' });
    expect(first).to.include({ is: 'sent', amount: 20, repeated: false });
    expect(await transfer({ db }, { ...order, operation: 'int:1' })).to.eql({ ...first, repeated: true });
    expect(await transfer({ db }, { ...order, operation: 'int:2' })).to.include({ is: 'cooling' });
    expect(await db('guild_members').where({ user_id: 99 }).first()).to.include({
      balance: '20',
      received: '20',
    });
  });
});
