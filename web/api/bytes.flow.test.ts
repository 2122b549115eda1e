import { expect } from 'chai';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { saveSettings } from '../../shared/settings/store.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const by = { actor: { kind: 'system', name: 'test' } } as const;

describe('bytes through the API', () => {
  const api = useApi();
  let token = '';
  let override = '';

  before(async () => {
    const { db } = api.database;
    await db('guilds').insert([{ id: guild }, { id: '2000' }]);
    await db('discord_users').insert([
      ...['1', '2', '3'].map((id) => ({ id, username: `user${id}` })),
      { id: '4', username: 'beep', bot: true },
      { id: '5', username: 'gone' },
    ]);
    await db('guild_members').insert(
      ['1', '2', '3', '4', '5'].map((id) => ({ guild_id: guild, user_id: id, active: id !== '5' })),
    );
    ({ token } = await api.makeKey());
    ({ token: override } = await api.makeKey({ scopes: ['read', 'write', 'bytes:override'] }));
  });
  beforeEach(async () => {
    const { db } = api.database;
    for (const user of ['1', '2', '3']) {
      const balance = await balanceOf(user);
      if (balance !== 500) await gift({ user, amount: 500 - balance, reason: 'to begin with' });
    }
    await db('guild_members').update({ last_transfer_at: null });
  });
  afterEach(async () => {
    expect(await findDifferences(api.database)).to.deep.equal([]);
  });

  async function balanceOf(user: string): Promise<number> {
    const row = await api.database
      .db('guild_members')
      .where({ guild_id: guild, user_id: user })
      .first('balance');
    return Number(row.balance);
  }
  async function send(body: object, { key = '', as = token }: { key?: string; as?: string } = {}) {
    const headers = key ? { 'idempotency-key': key } : undefined;
    return api.ask('POST', `/api/v1/guilds/${guild}/transfers`, { token: as, headers, body });
  }
  async function gift(body: object, { key = '', as = override }: { key?: string; as?: string } = {}) {
    const headers = key ? { 'idempotency-key': key } : undefined;
    return api.ask('POST', `/api/v1/guilds/${guild}/gifts`, { token: as, headers, body });
  }

  describe('transfers', () => {
    it('move bytes from one member to another, and start the cooldown', async () => {
      const { status, body } = await send({ giver: '1', receiver: '2', amount: 50, reason: ' thanks ' });
      expect(status).to.equal(201);
      expect(body).to.include({ giver: '1', receiver: '2', amount: 50, balance: 450 });
      expect(await balanceOf('2')).to.equal(550);
      const again = await send({ giver: '1', receiver: '2', amount: 1 });
      expect(again.status).to.equal(409);
      expect(again.body).to.deep.include({
        code: 'against-rules',
        refusal: { is: 'cooling', until: body.nextAt },
      });
      const { body: ledger } = await api.ask('GET', `/api/v1/guilds/${guild}/ledger?kind=transfer&limit=1`, {
        token,
      });
      expect(ledger).to.have.nested.include({ 'items[0].reason': 'thanks', 'items[0].amount': 50 });
    });

    it('obey the rules for members, unless the key may override them', async () => {
      for (const [body, refusal] of [
        [
          { giver: '1', receiver: '2', amount: 51 },
          { is: 'too-much', most: 50 },
        ],
        [{ giver: '1', receiver: '1', amount: 5 }, { is: 'self' }],
        [{ giver: '1', receiver: '4', amount: 5 }, { is: 'bot' }],
        [{ giver: '1', receiver: '5', amount: 5 }, { is: 'stranger' }],
        [{ giver: '1', receiver: '99', amount: 5 }, { is: 'stranger' }],
      ] as const)
        expect((await send(body)).body, JSON.stringify(body)).to.deep.include({
          code: 'against-rules',
          refusal,
        });
      expect((await send({ giver: '1', receiver: '2', amount: 400 }, { as: override })).status).to.equal(201);
      expect((await send({ giver: '1', receiver: '2', amount: 90 }, { as: override })).status).to.equal(201);
      const poor = await send({ giver: '1', receiver: '2', amount: 11 }, { as: override });
      expect(poor.body).to.deep.include({ refusal: { is: 'poor', balance: 10, missing: 1 } });
    });

    it('are refused field by field where they make no sense', async () => {
      for (const amount of [0, -1, 1.5, 2 ** 53, 1e10, '5'])
        expect(
          (await send({ giver: '1', receiver: '2', amount })).body,
          String(amount),
        ).to.have.nested.include({
          code: 'bad-input',
          'fields[0].path': 'amount',
        });
      const long = await send({ giver: '1', receiver: '2', amount: 5, reason: 'x'.repeat(201) });
      expect(long.body).to.have.nested.include({ 'fields[0].path': 'reason' });
      const unseen = await send({ giver: '1', receiver: '2', amount: 5, reason: '\u200b \n' });
      expect(unseen.body).to.have.nested.include({ 'fields[0].path': 'reason' });
      for (const giver of ['4', '5', '99'])
        expect((await send({ giver, receiver: '2', amount: 5 })).body, giver).to.have.nested.include({
          'fields[0].path': 'giver',
        });
    });

    it('happen once for an Idempotency-Key, also when its answer is no longer kept', async () => {
      const order = { giver: '1', receiver: '2', amount: 20 };
      const first = await send(order, { key: 'pay' });
      expect(first.status).to.equal(201);
      expect((await send(order, { key: 'pay' })).headers.get('idempotency-replayed')).to.equal('true');
      await api.database.db('idempotency_keys').delete();
      const late = await send(order, { key: 'pay' });
      expect([late.status, late.body]).to.deep.equal([201, first.body]);
      expect(late.headers.get('idempotency-replayed')).to.equal(null);
      expect([await balanceOf('1'), await balanceOf('2')]).to.deep.equal([480, 520]);
    });

    it('happen once where the first process died after it had moved the bytes', async () => {
      const order = { giver: '1', receiver: '2', amount: 20 };
      const first = await send(order, { key: 'crash' });
      await api.database.db('idempotency_keys').update({ status: null, reply: null }); // the answer was never kept
      expect((await send(order, { key: 'crash' })).body).to.include({ code: 'idempotency-busy' });
      api.travel(2 * MINUTE);
      const late = await send(order, { key: 'crash' });
      expect([late.status, late.body]).to.deep.equal([201, first.body]);
      expect(await balanceOf('2')).to.equal(520);
    });

    it('happen where an old Idempotency-Key comes with another order', async () => {
      await send({ giver: '1', receiver: '2', amount: 20 }, { key: 'reused' });
      await api.database.db('idempotency_keys').delete();
      expect((await send({ giver: '3', receiver: '2', amount: 30 }, { key: 'reused' })).status).to.equal(201);
      expect(await balanceOf('2')).to.equal(550);
    });

    it('are written down with the key that ordered them', async () => {
      const { token: named } = await api.makeKey({ name: 'shop' });
      await send({ giver: '1', receiver: '2', amount: 5 }, { as: named });
      const { body } = await api.ask('GET', `/api/v1/audit-entries?guild=${guild}&limit=1`, { token });
      expect(body).to.have.nested.include({
        'items[0].action': 'bytes.transferred',
        'items[0].subject': 'user1 to user2',
        'items[0].actorName': 'shop',
      });
    });
  });

  describe('gifts', () => {
    it('give and take, not below zero, to a key that may', async () => {
      expect((await gift({ user: '3', amount: 5, reason: 'quiz' })).body).to.deep.equal({
        user: '3',
        amount: 5,
        balance: 505,
      });
      expect((await gift({ user: '3', amount: -500, reason: 'fraud' })).body).to.include({ balance: 5 });
      const poor = await gift({ user: '3', amount: -6, reason: 'fraud' });
      expect(poor.body).to.deep.include({ refusal: { is: 'poor', balance: 5, missing: 1 } });
      expect((await gift({ user: '99', amount: 5, reason: 'x' })).status).to.equal(400);
      expect((await gift({ user: '3', amount: 0, reason: 'x' })).status).to.equal(400);
      const narrow = await gift({ user: '3', amount: 5, reason: 'x' }, { as: token });
      expect(narrow.body).to.include({ code: 'missing-scope', scope: 'bytes:override' });
    });

    it('happen once for an Idempotency-Key', async () => {
      const order = { user: '3', amount: 5, reason: 'quiz' };
      const first = await gift(order, { key: 'quiz' });
      await api.database.db('idempotency_keys').delete();
      expect((await gift(order, { key: 'quiz' })).body).to.deep.equal(first.body);
      expect(await balanceOf('3')).to.equal(505);
    });
  });

  describe('freezes', () => {
    it('are given up to what the guild allows, once for an Idempotency-Key, and taken', async () => {
      const freeze = (amount: number, key = '') =>
        api.ask('POST', `/api/v1/guilds/${guild}/freezes`, {
          token: override,
          headers: key ? { 'idempotency-key': key } : {},
          body: { user: '1', amount },
        });
      const many = { is: 'too-many', held: 0, most: 0 };
      expect((await freeze(1)).body).to.deep.include({ code: 'against-rules', refusal: many });
      await saveSettings(api.deps, bytesSettings, guild, { values: { mostFreezes: 2 }, by });
      expect((await freeze(2, 'ice')).body).to.deep.equal({ user: '1', amount: 2, held: 2 });
      await api.database.db('idempotency_keys').delete();
      expect((await freeze(2, 'ice')).body).to.deep.equal({ user: '1', amount: 2, held: 2 });
      expect((await freeze(-1)).body).to.include({ held: 1 });
      expect((await freeze(-2)).body).to.deep.include({ refusal: { is: 'too-few', held: 1 } });
    });
  });

  it('rank present members by balance', async () => {
    await gift({ user: '2', amount: 7, reason: 'x' });
    const { body } = await api.ask('GET', `/api/v1/guilds/${guild}/leaderboard?limit=2`, { token });
    expect(body).to.have.nested.include({
      'items[0].rank': 1,
      'items[0].user': '2',
      'items[0].balance': 507,
      'items[1].rank': 2,
      'items[1].user': '1',
    });
    expect(body.items).to.have.length(2);
  });

  it('move no more where the economy is off', async () => {
    const order = { values: { enabled: false }, by };
    await saveSettings(api.deps, bytesSettings, '2000', order);
    await api.database.db('guild_members').insert([{ guild_id: '2000', user_id: '1' }]);
    const { body } = await api.ask('POST', '/api/v1/guilds/2000/transfers', {
      token: override,
      body: { giver: '1', receiver: '2', amount: 5 },
    });
    expect(body).to.deep.include({ code: 'against-rules', refusal: { is: 'disabled' } });
  });
});
