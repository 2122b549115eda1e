import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { ApplicationCommandOptionType, InteractionContextType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { guildId, userId } from '../../scripts/sandbox/index.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from './answer.ts';
import { startBot, type TestBot } from './bot.fixture.ts';
import { command } from './command.ts';

const here = { guild: guildId('Workshop'), user: userId('ada') };
const option = { type: ApplicationCommandOptionType.Subcommand, description: 'For tests' } as const;

const word = {
  type: ApplicationCommandOptionType.String,
  name: 'word',
  description: 'Any',
  autocomplete: true,
} as const;

/** What the handlers of `/try` do, set by each test. */
let run: (context: Context) => Promise<Answer>;
const attempt = command(
  {
    name: 'try',
    description: 'For tests',
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
    options: [
      { ...option, name: 'openly', options: [word] },
      { ...option, name: 'quietly' },
    ],
  },
  {
    openly: { replies: 'publicly', run: (_, context) => run(context) },
    quietly: { replies: 'privately', run: (_, context) => run(context) },
  },
);

describe('answering interactions', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    bot = await startBot(database.db, redis.redis, { commands: [attempt] });
  });
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  const slash = (subcommand = 'openly') => bot.sandbox.slash({ ...here, name: 'try', subcommand });
  const requests = ({ id, token }: { id: string; token: string }) =>
    bot.sandbox.requests
      .filter(({ path }) => path.includes(id) || path.includes(token))
      .map(({ method, status }) => `${method} ${status}`);

  it('answers with the callback where that is soon enough', async () => {
    run = async () => shown({ content: 'done' });
    const asked = slash();
    await bot.handle(asked);
    expect((await asked.message()).content).to.equal('done');
    expect(await asked.response()).to.deep.include({ type: 4 });
    expect(requests(asked)).to.eql(['POST 204']);
    expect(asked.ephemeral).to.equal(false);
  });

  it('defers what takes longer, and fills it in', async () => {
    const ready = new EventEmitter();
    run = async () => {
      await once(ready, 'now');
      return shown({ content: 'at last' });
    };
    const asked = slash('quietly');
    const handled = bot.handle(asked);
    expect(await asked.response()).to.deep.include({ type: 5, data: { flags: MessageFlags.Ephemeral } });
    ready.emit('now');
    await handled;
    expect((await asked.message()).content).to.equal('at last');
    expect(asked.ephemeral).to.equal(true);
  });

  it('tells a refusal to the one who asked alone', async () => {
    run = async () => refused('not today');
    const asked = slash();
    await bot.handle(asked);
    expect((await asked.message()).content).to.equal('not today');
    expect(asked.ephemeral).to.equal(true);
  });

  it('takes a public deferral back to refuse in private', async () => {
    run = async () => refused('not today');
    const asked = slash();
    bot.pass(2 * SECOND);
    await bot.handle(asked);
    expect(await asked.response()).to.deep.equal({ type: 5, data: {} });
    expect(asked.followUps.map(({ content, flags }) => ({ content, flags }))).to.eql([
      { content: 'not today', flags: MessageFlags.Ephemeral },
    ]);
  });

  it('acknowledges before it decides when time is short', async () => {
    let acknowledged: string[] = [];
    const asked = slash();
    run = async () => {
      acknowledged = requests(asked);
      return shown({ content: 'done' });
    };
    bot.pass(2 * SECOND);
    await bot.handle(asked);
    expect(acknowledged).to.eql(['POST 204']);
    expect((await asked.message()).content).to.equal('done');
  });

  it('decides nothing for one that is too old and was never answered', async () => {
    let ran = false;
    run = async () => {
      ran = true;
      return shown({ content: 'done' });
    };
    const asked = slash();
    bot.pass(4 * SECOND);
    await bot.handle(asked);
    expect(ran).to.equal(false);
    expect(requests(asked)).to.eql(['POST 404']);
    expect(await bot.counted('late')).to.equal(1);
  });

  it('answers where its own clock is seconds ahead', async () => {
    run = async () => shown({ content: 'done' });
    const asked = slash();
    const clock = () => bot.context.clock() + 4 * SECOND;
    await bot.handle(asked, { with: { clock } });
    expect((await asked.message()).content).to.equal('done');
  });

  it('finishes what an earlier try deferred, however old it is', async () => {
    const asked = slash('quietly');
    bot.pass(2 * SECOND);
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    run = () => Promise.reject(lost);
    await rejected(bot.handle(asked));
    bot.pass(5 * SECOND);
    run = async () => shown({ content: 'done' });
    await bot.handle(asked, { attempt: 1 });
    expect((await asked.message()).content).to.equal('done');
  });

  it('gives one visible answer, even when delivered twice', async () => {
    run = async () => shown({ content: 'done' });
    const asked = slash();
    await Promise.all([bot.handle(asked), bot.handle(asked)]);
    await bot.handle(asked, { attempt: 1 });
    expect((await asked.message()).content).to.equal('done');
    expect(asked.followUps).to.eql([]);
    expect(requests(asked)).to.include('POST 400');
  });

  it('goes on where only the reply to its callback was lost', async () => {
    run = async () => shown({ content: 'done' });
    bot.sandbox.trouble.refuseRest({ status: 500, times: 1, match: '/callback', afterwards: true });
    const asked = slash();
    await bot.handle(asked);
    expect((await asked.message()).content).to.equal('done');
  });

  it('says one calm sentence with an id where a handler fails, and logs the rest without the token', async () => {
    const asked = slash();
    run = () => Promise.reject(new Error(`bad ${asked.token}`));
    const logged: unknown[] = [];
    const log = { ...silent, error: (details: object) => logged.push(details) };
    await bot.handle(asked, { with: { log: Object.assign(Object.create(silent), log) } });
    const { content } = await asked.message();
    const id = /`([0-9a-f]{8})`/.exec(content)?.[1];
    expect(content).to.match(/^Something went wrong on our side/);
    expect(asked.ephemeral).to.equal(true);
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.deep.include({ errorId: id, command: 'try openly', interaction: asked.id });
    expect(JSON.stringify(logged)).to.include('bad [hidden]').and.not.to.include(asked.token);
  });

  it('says the same where Discord does not take the answer', async () => {
    run = async () => shown({ content: 'x'.repeat(2001) });
    const asked = slash();
    await bot.handle(asked);
    expect((await asked.message()).content).to.match(/^Something went wrong/);
    bot.sandbox.clearRecords();
  });

  it('says that it is being processed while Postgres is away, and answers once it is back', async () => {
    run = async ({ db }) => {
      await db.raw('SELECT 1');
      return shown({ content: 'done' });
    };
    const asked = slash('quietly');
    const away = openDatabase('postgres://127.0.0.1:9/nowhere');
    await rejected(bot.handle(asked, { with: { db: away } }));
    expect((await asked.message()).content).to.include('It is being processed');
    expect(asked.ephemeral).to.equal(true);
    bot.pass(MINUTE);
    await rejected(bot.handle(asked, { attempt: 1, with: { db: away } }));
    expect((await asked.message()).content).to.include('It is being processed');
    await bot.handle(asked, { attempt: 2 });
    expect((await asked.message()).content).to.equal('done');
    await away.destroy();
  });

  it('ends waiting before Discord does, without claiming that nothing happened', async () => {
    run = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const asked = slash('quietly');
    await rejected(bot.handle(asked));
    bot.pass(14 * MINUTE + SECOND);
    await bot.handle(asked, { attempt: 60 });
    expect((await asked.message()).content).to.include('check whether it took effect');
    bot.pass(MINUTE);
    await bot.handle(asked, { attempt: 61 });
    expect(await bot.counted('expired')).to.equal(2);
  });

  it('stays quiet where the reply was deleted meanwhile', async () => {
    const asked = slash();
    run = async () => {
      const { original } = bot.sandbox.world.interactions.get(asked.id) ?? {};
      bot.sandbox.remove(original?.id ?? '');
      return shown({ content: 'done' });
    };
    bot.pass(2 * SECOND);
    await bot.handle(asked);
    expect(await bot.counted('gone')).to.equal(1);
  });

  it('answers a button that nothing here put there', async () => {
    const components = [{ type: 1, components: [{ type: 2, style: 2, label: 'Old', custom_id: 'old' }] }];
    const channel = bot.sandbox.world.guilds.get(here.guild)?.systemChannelId;
    const sent = await bot.context.rest.post(`/channels/${channel}/messages`, { body: { components } });
    const message = z.object({ id: z.string() }).parse(sent);
    const clicked = bot.sandbox.click({ message, user: here.user, customId: 'old' });
    await bot.handle(clicked);
    expect((await clicked.message()).content).to.match(/^This button is no longer in use/);
    expect(clicked.ephemeral).to.equal(true);
  });

  it('has nothing to suggest to somebody who types', async () => {
    const typing = bot.sandbox.autocomplete({
      ...here,
      name: 'try',
      subcommand: 'openly',
      focused: 'word',
      options: { word: 'x' },
    });
    await bot.handle(typing);
    expect(await typing.response()).to.eql({ type: 8, data: { choices: [] } });
  });

  it('does not know a command that Discord still has', async () => {
    const asked = slash();
    await bot.handle(asked, { table: { commands: [], components: [], modals: [] } });
    expect((await asked.message()).content).to.match(/^This command is not the one I know/);
    expect(asked.ephemeral).to.equal(true);
  });
});

async function rejected(work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'resolved',
    () => 'rejected',
  );
  expect(outcome).to.equal('rejected');
}
