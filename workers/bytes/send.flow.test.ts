import { expect } from 'chai';
import { guildId, type InteractionHandle, userId } from '../../scripts/sandbox/index.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import { FailedEffect } from '../../shared/effects/model.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { type SquadGuild, startGuild } from '../squads/guild.fixture.ts';

const guild = guildId('Workshop');
const [ada, grace] = [userId('ada'), userId('grace')];
type Settings = Parameters<typeof configure<typeof bytesSettings.schema>>[3];

describe('sending bytes', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;
  before(async () => {
    at = await startGuild(database, redis);
  });
  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db.raw('TRUNCATE operations, failed_effects, role_grants, bytes, guild_members CASCADE');
    await settings({ transferCooldownMinutes: 0 });
    await at.pay('ada', 100);
    at.bot.sandbox.clearRecords();
  });
  afterEach(async () => {
    expect(await findDifferences({ db: database.db })).to.eql([]);
    expect(at.bot.sandbox.violations).to.eql([]);
  });
  after(() => at.close());

  async function settings(values: Settings): Promise<void> {
    await database.db('guilds').insert({ id: guild }).onConflict().ignore();
    await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, values);
    at.bot.context.settings.bytes.forget(guild);
  }
  const order = { guild, user: ada, name: 'bytes', subcommand: 'send' };
  const send = (
    amount: number,
    { reason = undefined as string | undefined, to = grace, channel = '' } = {},
  ) =>
    at.bot.sandbox.slash({
      ...order,
      ...(channel ? { channel } : {}),
      options: { user: to, amount, ...(reason === undefined ? {} : { reason }) },
    });
  async function form(): Promise<InteractionHandle> {
    const opened = at.bot.sandbox.menu({ guild, user: ada, name: 'Send bytes', target: grace });
    await at.bot.handle(opened);
    return opened;
  }
  const fill = (modal: InteractionHandle, amount: string, reason = '') =>
    at.bot.sandbox.submit({ modal, fields: { amount, reason } });
  const answerTo = async (asked: InteractionHandle) => (await at.answer(asked)).message.content;
  const balances = async () => {
    const rows = await database
      .db('guild_members')
      .whereIn('user_id', [ada, grace])
      .select('user_id', 'balance');
    return Object.fromEntries(
      rows.map(({ user_id, balance }) => [user_id === ada ? 'ada' : 'grace', Number(balance)]),
    );
  };
  /** What the bot said in channels of its own accord. */
  async function lines(): Promise<unknown[]> {
    await at.doEffects();
    return at.bot.sandbox.did({ is: 'message', by: at.bot.sandbox.botId }).flatMap(({ target }) => {
      const made = at.bot.sandbox.requests.find(({ reply }) => Object(reply).id === target);
      return made?.route === '/channels/:channel/messages' ? [Object(made.body)] : [];
    });
  }

  describe('once', () => {
    it('pays and tells once, when the command is delivered twice', async () => {
      const asked = send(20);
      await Promise.all([at.bot.handle(asked), at.bot.handle(asked)]);
      await at.bot.handle(asked, { attempt: 1 });
      expect((await asked.message()).content).to.equal(
        `You sent <@${grace}> 20 bytes. You have 80 bytes left.`,
      );
      expect(await balances()).to.eql({ ada: 80, grace: 20 });
      expect(await lines()).to.have.lengthOf(1);
    });

    it('pays and tells once, when it is run again after its effects were done', async () => {
      const asked = send(20);
      await at.bot.handle(asked);
      await lines();
      await at.bot.handle(asked, { attempt: 1 });
      await lines();
      expect(await balances()).to.eql({ ada: 80, grace: 20 });
      expect(at.bot.sandbox.did({ is: 'message', by: at.bot.sandbox.botId })).to.have.lengthOf(1);
    });

    it('tells what a try before it paid and did not live to tell', async () => {
      const asked = send(20);
      const broken = () => {
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      };
      const failed = await at.bot.handle(asked, { with: { queue: broken } }).catch(() => 'failed');
      expect(failed).to.equal('failed');
      expect(await balances()).to.eql({ ada: 80, grace: 20 });
      await at.bot.handle(asked, { attempt: 1 });
      expect(await balances()).to.eql({ ada: 80, grace: 20 });
      expect(await lines()).to.have.lengthOf(1);
    });

    it('is one operation where the same form is sent twice', async () => {
      const opened = await form();
      const [first, second] = [fill(opened, '20'), fill(opened, '30')];
      await at.bot.handle(first);
      expect(await answerTo(second)).to.include('20 bytes. You have 80 bytes left');
      expect(await balances()).to.eql({ ada: 80, grace: 20 });
      expect(await lines()).to.have.lengthOf(1);
    });

    it('stores a refusal as well: the same command never pays later', async () => {
      const asked = send(50, { to: grace });
      await settings({ largestTransfer: 10 });
      await at.bot.handle(asked);
      await settings({});
      await at.bot.handle(asked, { attempt: 1 });
      expect((await asked.message()).content).to.match(/^That is more than may be sent at once/);
      expect(await balances()).to.have.property('ada', 100);
    });
  });

  describe('the public line', () => {
    it('pings the receiver alone, and shows the reason as it was typed', async () => {
      await at.answer(send(5, { reason: `**thanks** <@${ada}> @here\u200B [x](https://x.y)` }));
      const [line] = await lines();
      expect(line).to.deep.include({ allowed_mentions: { parse: [], users: [grace] }, enforce_nonce: true });
      expect(Object(line).content).to.equal(
        `<@${ada}> sent <@${grace}> 5 bytes: \\*\\*thanks\\*\\* \\<\\@${ada}\\> \\@here \\[x\\]\\(https\\://x.y\\)`,
      );
    });

    it('has no reason where nothing of it can be seen', async () => {
      await at.answer(send(5, { reason: '\u200B\u2060\u3164' }));
      expect(Object((await lines())[0]).content).to.equal(`<@${ada}> sent <@${grace}> 5 bytes.`);
      expect(await database.db('bytes').where({ kind: 'transfer' }).pluck('reason')).to.eql([null]);
    });

    it('is noted as failed where its channel was deleted; the bytes are sent', async () => {
      const { id: channel } = at.bot.sandbox.addChannel(guild, { name: 'short-lived' });
      const asked = send(5, { channel });
      await at.bot.handle(asked);
      expect((await asked.message()).content).to.match(/^You sent/);
      at.bot.sandbox.removeChannel(guild, channel);
      await at.doEffects();
      expect(await balances()).to.have.property('ada', 95);
      const failed = await FailedEffect.query(database.db);
      expect(failed.map(({ status, code }) => [status, code])).to.eql([[404, '10003']]);
    });
  });

  describe('bad input', () => {
    const typed = { guild, user: ada, name: 'bytes', subcommand: 'send' };
    for (const amount of [0, -1, 1.5, 2 ** 53])
      it(`Discord does not let anybody type ${amount}`, () => {
        const options = { user: grace, amount };
        expect(() => at.bot.sandbox.slash({ ...typed, options })).to.throw(/does not fit the option amount/);
      });

    for (const amount of ['0', '-1', '1.5', '1e3', '0x10', String(2 ** 53), ' '])
      it(`the form does not take ${JSON.stringify(amount)}`, async () => {
        const opened = await form();
        expect(await answerTo(fill(opened, amount))).to.match(/^The amount must be a whole number/);
        expect(await balances()).to.eql({ ada: 100 });
      });

    it('says what the limit is, and how much is missing', async () => {
      expect(await answerTo(send(51))).to.include('50 bytes at most');
      await at.pay('ada', -95);
      expect(await answerTo(send(20))).to.include('You have 5 bytes: 15 bytes too few');
    });

    it('a reason of 201 characters does not fit', async () => {
      const reason = 'x'.repeat(201);
      expect(() => send(5, { reason })).to.throw(/reason/);
      await at.answer(send(5, { reason: reason.slice(1) }));
      expect(await balances()).to.have.property('ada', 95);
    });

    it('nobody sends to who is not of the server', async () => {
      at.bot.sandbox.leave(guild, userId('linus'));
      const asked = send(5, { to: userId('linus') });
      expect(await answerTo(asked)).to.match(/^That person is not on this server/);
      expect(asked.ephemeral).to.equal(true);
    });
  });

  describe('limits', () => {
    it('rests between two transfers, and says until when', async () => {
      await settings({ transferCooldownMinutes: 5 });
      expect(await answerTo(send(5))).to.match(/You can send again <t:\d+:R>\.$/);
      const again = await answerTo(send(5));
      const [, until = '0'] = again.match(/<t:(\d+):R>/) ?? [];
      expect(Number(until) * SECOND - Date.now()).to.be.within(0, DAY);
      expect(await balances()).to.have.property('ada', 95);
    });

    it('knows how long somebody is a member from what Discord says with the command', async () => {
      const member = at.bot.sandbox.world.guilds.get(guild)?.members.get(ada);
      if (member) member.joinedAt = new Date(at.bot.context.clock() - DAY).toISOString();
      await settings({ transferCooldownMinutes: 0, leastMembershipDays: 3 });
      expect(await answerTo(send(5))).to.match(/too young to send bytes\. You can send <t:\d+:R>\.$/);
      if (member) member.joinedAt = new Date(at.bot.context.clock() - 4 * DAY).toISOString();
      expect(await answerTo(send(5))).to.match(/^You sent/);
    });

    it('lets a member receive who never spoke', async () => {
      await at.answer(send(5));
      expect(await balances()).to.have.property('grace', 5);
    });
  });
});
