import { expect } from 'chai';
import { guildId, userId } from '../../scripts/sandbox/index.ts';
import { createRule } from '../../shared/automod/rules.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';

const guild = guildId('Workshop');
const ada = userId('ada'); // owns it
const grace = userId('grace');
const staff = { actor: { kind: 'system', name: 'test' } } as const;

describe('/automod test', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    bot = await startBot(database.db, redis.redis);
    await database.db('guilds').insert({ id: guild, owner_id: ada });
  });
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  async function ask(text: string, locale?: string, user?: string) {
    const options = { text, ...(user && { user }) };
    const asked = bot.sandbox.slash({
      guild,
      user: ada,
      name: 'automod',
      subcommand: 'test',
      options,
      locale,
    });
    await bot.handle(asked);
    const { content, embeds } = await asked.message();
    expect(asked.ephemeral).to.equal(true);
    return content || embeds[0]?.description;
  }
  const rule = async (given: object) => {
    const common = { enabled: true, mode: 'enforce', action: { is: 'warn' } };
    const made = await createRule({ db: database.db }, guild, { ...common, ...given }, staff);
    expect(made.is).to.equal('created');
  };

  it('says where there are no rules', async () => {
    expect(await ask('hello')).to.match(/No rule/);
  });

  it('tells which rules would fire, and of the others why not', async () => {
    await rule({ name: 'Swearing *', kind: 'words', settings: { words: ['bother'] } });
    await rule({ name: 'Watched', kind: 'words', mode: 'monitor', settings: { words: ['both*'] } });
    await rule({ name: 'Flood', kind: 'message-count', settings: { atLeast: 5, seconds: 10 } });
    await rule({ name: 'Off', kind: 'words', enabled: false, settings: { words: ['bother'] } });
    expect(await ask('oh BOTHER')).to.equal(
      [
        '🔴 **Swearing \\*** would fire: warning',
        '🟡 **Watched** would fire; it only monitors',
        '⚪ **Flood**: 1 of at least 5 messages within 10 seconds.',
        '⚪ **Off**: The rule is switched off.',
        '',
      ].join('\n'),
    );
    expect(await ask('hello', 'de')).to.include('⚪ **Swearing');
    expect(await ask('oh bother', 'de')).to.include('würde greifen: Verwarnung');
  });

  it('looks at who writes it: moderators are exempt', async () => {
    expect(await ask('oh bother', undefined, ada)).to.include('Moderators are exempt');
    expect(await ask('oh bother', undefined, grace)).to.include('would fire');
    expect(() =>
      bot.sandbox.slash({ guild, user: grace, name: 'automod', subcommand: 'test', options: { text: 'x' } }),
    ).to.throw();
  });

  it('stays within what Discord takes, whatever the text and the rules', async () => {
    for (let n = 0; n < 40; n++)
      await rule({ name: `${n} ${'*'.repeat(55)}`, kind: 'words', settings: { words: ['bother'] } });
    expect((await ask('x'.repeat(4_000)))?.length).to.be.lessThan(4_097);
  });

  itReadsLittle(database);
}).timeout(20_000);
