import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { InteractionContextType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { asked, refused, shown, updated } from './answer.ts';
import { startBot, type TestBot } from './bot.fixture.ts';
import { component } from './component.ts';
import {
  ada,
  form,
  grace,
  guild,
  handsOn,
  rejected,
  stated,
  table,
  tried,
  tryAnew,
} from './pressing.fixture.ts';
import { texts } from './texts.ts';

describe('pressing buttons and filling in forms', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  const { clicked, onScreen } = handsOn(() => bot);
  before(async () => {
    bot = await startBot(database.db, redis.redis, table);
  });
  beforeEach(tryAnew);
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  describe('a button', () => {
    it('changes its message, with what its custom id says, and pings nobody', async () => {
      tried.press = async ({ state, user }) => updated({ content: `${state} by <@${user.id}>` });
      const { message, click } = await clicked('button');
      await bot.handle(click);
      expect(onScreen(message)).to.deep.include({ content: `a:b by <@${ada}>`, components: [] });
      expect(await click.response())
        .to.deep.include({ type: 7 })
        .and.nested.property('data.allowed_mentions')
        .eql({ parse: [] });
    });

    it('that takes longer is deferred as an update, and filled in', async () => {
      const ready = new EventEmitter();
      tried.press = async () => {
        await once(ready, 'now');
        return updated({ content: 'at last' });
      };
      const { message, click } = await clicked('button');
      const handled = bot.handle(click);
      expect(await click.response()).to.deep.include({ type: 6 });
      expect(onScreen(message)?.content).to.equal('before');
      ready.emit('now');
      await handled;
      expect(onScreen(message)?.content).to.equal('at last');
    });

    it('tells a refusal to the one who pressed alone, and leaves its message', async () => {
      tried.press = async () => refused('not you');
      const { message, click } = await clicked('button', { user: grace });
      await bot.handle(click);
      expect((await click.message()).content).to.equal('not you');
      expect(click.ephemeral).to.equal(true);
      expect(onScreen(message)?.content).to.equal('before');
    });

    it('refuses once after a deferred update, however often it is tried', async () => {
      tried.press = async () => refused('not you');
      const { message, click } = await clicked('button');
      bot.pass(2 * SECOND);
      await Promise.all([bot.handle(click), bot.handle(click)]);
      await bot.handle(click, { attempt: 1 });
      const followed = click.followUps.map(({ content, flags }) => ({ content, flags }));
      expect(followed).to.eql([{ content: 'not you', flags: MessageFlags.Ephemeral }]);
      expect(onScreen(message)?.content).to.equal('before');
    });

    it('gives one answer when it is delivered twice', async () => {
      const { message, click } = await clicked('button');
      await Promise.all([bot.handle(click), bot.handle(click)]);
      await bot.handle(click, { attempt: 1 });
      expect(onScreen(message)?.content).to.equal('after');
      expect(click.followUps).to.eql([]);
    });

    it('says that it is being processed while Postgres is away, and answers in that place', async () => {
      tried.press = async (_, { db }) => {
        await db.raw('SELECT 1');
        return updated({ content: 'after' });
      };
      const { click } = await clicked('button');
      const away = openDatabase('postgres://127.0.0.1:9/nowhere');
      await rejected(bot.handle(click, { with: { db: away } }));
      await away.destroy();
      expect((await click.message()).content).to.include('It is being processed');
      bot.pass(MINUTE);
      await bot.handle(click, { attempt: 1 });
      expect((await click.message()).content).to.equal('after');
    });

    it('says that no more is known of it where nothing here put it there', async () => {
      const { click } = await clicked('button', { nth: 1 });
      await bot.handle(click);
      expect((await click.message()).content).to.match(/^This button is no longer in use/);
      expect(click.ephemeral).to.equal(true);
    });

    it('says the same where an older version put another state there', async () => {
      const { click } = await clicked('button');
      const strict = component({
        name: 'try-button',
        state: z.string().regex(/^\d+$/),
        run: (p) => tried.press(p, bot.context),
      });
      await bot.handle(click, { table: { ...table, components: [strict] } });
      expect((await click.message()).content).to.match(/^This button is no longer in use/);
    });
  });

  describe('a form', () => {
    const open = (user = ada) => bot.sandbox.slash({ guild, user, name: 'try', subcommand: 'form' });

    it('opens as the first answer, and what was typed comes back', async () => {
      tried.send = async ({ state, fields }) => shown({ content: `${state}: ${fields.word}` });
      const opened = open();
      await bot.handle(opened);
      expect(await opened.response()).to.deep.include({ type: 9 });
      const sent = bot.sandbox.submit({ modal: opened, fields: { word: 'hello' } });
      await bot.handle(sent);
      expect((await sent.message()).content).to.equal('x: hello');
      expect(sent.ephemeral).to.equal(true);
    });

    it('opens once, and is answered once, when all is delivered twice', async () => {
      const opened = open();
      await Promise.all([bot.handle(opened), bot.handle(opened)]);
      expect(opened.followUps).to.eql([]);
      const sent = bot.sandbox.submit({ modal: opened, fields: { word: 'hello' } });
      await Promise.all([bot.handle(sent), bot.handle(sent)]);
      expect((await sent.message()).content).to.equal('sent');
      expect(sent.followUps).to.eql([]);
    });

    it('that can no longer open says so', async () => {
      const opened = open();
      bot.pass(2 * SECOND);
      await bot.handle(opened);
      expect(opened.followUps.map(({ content }) => content)).to.eql([texts().slowForm]);
    });

    it('of an older version says that it is out of use', async () => {
      const opened = open();
      await bot.handle(opened);
      const sent = bot.sandbox.submit({ modal: opened, fields: { word: 'hello' } });
      await bot.handle(sent, { table: { ...table, modals: [] } });
      expect((await sent.message()).content).to.match(/^This form is no longer in use/);
    });

    it('that a button opened may change the message of the button', async () => {
      tried.press = async () => asked(form);
      tried.send = async () => updated({ content: 'by form' });
      const { message, click } = await clicked('button');
      await bot.handle(click);
      const sent = bot.sandbox.submit({ modal: click, fields: { word: 'hello' } });
      await bot.handle(sent);
      expect(onScreen(message)?.content).to.equal('by form');
    });
  });

  describe('in direct messages', () => {
    it('says where it works', async () => {
      const elsewhere = { ...stated, contexts: [InteractionContextType.BotDM] };
      await bot.context.rest.put(`/applications/${bot.sandbox.applicationId}/commands`, {
        body: [{ name: 'try', description: 'For tests', ...elsewhere }],
      });
      const asked = bot.sandbox.slash({ user: ada, name: 'try', locale: 'de' });
      await bot.handle(asked);
      expect((await asked.message()).content).to.match(/^Das geht nur auf Servern/);
      expect(asked.ephemeral).to.equal(true);
    });
  });
});
