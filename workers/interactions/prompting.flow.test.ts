import { expect } from 'chai';
import { Redis } from 'ioredis';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startBot, type TestBot } from './bot.fixture.ts';
import { ada, confirm, grace, guild, handsOn, rejected, table, tried, tryAnew } from './pressing.fixture.ts';
import { closePrompt, openPrompt } from './prompts.ts';
import { texts } from './texts.ts';

describe('prompts, pages, menus and suggestions', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  const { idsOf, show, clickOn, clicked, onScreen } = handsOn(() => bot);
  before(async () => {
    bot = await startBot(database.db, redis.redis, table);
  });
  beforeEach(tryAnew);
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  describe('a prompt', () => {
    it('is one operation, however often it is confirmed', async () => {
      const { message, click } = await clicked('prompt');
      const again = clickOn(message);
      await Promise.all([bot.handle(click), bot.handle(again)]);
      expect(new Set(tried.confirmed)).to.have.lengthOf(1);
      expect(tried.confirmed[0]).to.match(/^prompt:\d+$/);
      expect(onScreen(message)?.content).to.equal('paid 5');
    });

    it('is for its invoker alone', async () => {
      const { message, click } = await clicked('prompt', { user: grace });
      await bot.handle(click);
      expect((await click.message()).content).to.equal(texts().foreign(ada));
      expect(onScreen(message)?.content).to.equal('before');
      expect(tried.confirmed).to.eql([]);
    });

    it('expires a minute after it was shown', async () => {
      const message = await show('prompt');
      bot.pass(60 * SECOND + 500);
      const click = clickOn(message);
      await bot.handle(click);
      expect(onScreen(message)).to.deep.include({ content: texts().expired, components: [] });
      expect(tried.confirmed).to.eql([]);
    });

    it('that was confirmed in time counts, however late it is handled', async () => {
      const { click } = await clicked('prompt');
      const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      const broken = { ...confirm, press: () => Promise.reject(away) };
      await rejected(bot.handle(click, { table: { ...table, components: [broken] } }));
      bot.pass(2 * MINUTE);
      await bot.handle(click, { attempt: 1 });
      expect((await click.message()).content).to.equal('paid 5');
    });

    it('opened twice for one interaction lives no longer', async () => {
      const kept = { id: '77', kind: 'try', owner: ada, data: { cost: 1 } };
      await openPrompt(redis.redis, { ...kept, now: 1_000 });
      await openPrompt(redis.redis, { ...kept, now: 9_000 });
      const stored = JSON.parse((await redis.redis.get('{prompt}:try:77')) ?? '{}');
      expect(stored.end).to.equal(61_000);
    });

    it('survives a restart of the bot', async () => {
      const { message, click } = await clicked('prompt');
      const anew = new Redis(redis.url);
      const log = silent.child({});
      await bot.handle(click, { with: { redis: anew, metrics: openMetrics(), log } });
      await anew.quit();
      expect(onScreen(message)?.content).to.equal('paid 5');
    });

    it('has expired where Redis was emptied, or it was withdrawn', async () => {
      const { message, click } = await clicked('prompt');
      await redis.redis.flushdb();
      await bot.handle(click);
      expect(onScreen(message)?.content).to.equal(texts().expired);
      const withdrawn = await show('prompt');
      await closePrompt(redis.redis, 'try', idsOf(withdrawn)[0]?.split(':')[1] ?? '');
      const late = clickOn(withdrawn);
      await bot.handle(late);
      expect(onScreen(withdrawn)?.content).to.equal(texts().expired);
      expect(tried.confirmed).to.eql([]);
    });
  });

  describe('pages', () => {
    it('are turned on and back by the one who asked', async () => {
      const message = await show('pages');
      const seen = [message.content];
      for (const nth of [1, 1, 0]) {
        await bot.handle(clickOn(message, { nth }));
        seen.push(onScreen(message)?.content ?? '');
      }
      expect(seen).to.eql(['page 1', 'page 2', 'page 3', 'page 2']);
      const other = clickOn(message, { user: grace });
      await bot.handle(other);
      expect((await other.message()).content).to.equal(texts().foreign(ada));
      expect(onScreen(message)?.content).to.equal('page 2');
    });

    it('end where there is nothing before or after', async () => {
      const message = await show('pages');
      expect(() => clickOn(message, { nth: 0 })).to.throw(/disabled/);
    });
  });

  describe('menus and suggestions', () => {
    it('say on whom an entry was picked, besides a slash command of the same name', async () => {
      const picked = bot.sandbox.menu({ guild, user: ada, name: 'try', target: grace });
      await bot.handle(picked);
      expect((await picked.message()).content).to.equal('grace true');
    });

    it('say on which message', async () => {
      const { id: target } = bot.sandbox.message({ guild, author: grace, content: 'hi' });
      const picked = bot.sandbox.menu({ guild, user: ada, name: 'try', target });
      await bot.handle(picked);
      expect((await picked.message()).content).to.equal('grace: hi');
    });

    it('offer what fits, up to 25', async () => {
      const order = { guild, user: ada, name: 'try', subcommand: 'word', focused: 'word' };
      const typing = bot.sandbox.autocomplete({ ...order, options: { word: 'ab' } });
      await bot.handle(typing);
      const choices = await typing.choices();
      expect(choices).to.have.lengthOf(25);
      expect(choices[0]).to.eql({ name: 'ab0', value: '0' });
    });
  });
});
