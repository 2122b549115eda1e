import { expect } from 'chai';
import { guildId, roleId, userId } from '../../scripts/sandbox/index.ts';
import { setReward } from '../../shared/bytes/reward.fixture.ts';
import { DAY } from '../../shared/core/clock.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';

const guild = guildId('Workshop');
const ada = userId('ada');
const grace = userId('grace');
const role = roleId('Workshop', 'Veteran');

describe('/bytes read, from the command to the embed', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    const { db } = database;
    await db('guilds').insert({ id: guild });
    await db('discord_users').insert({ id: ada });
    const today = Math.floor(Date.now() / DAY);
    const account = { balance: 1280, received: 1300, sent: 20, streak: 9, last_day: today };
    await db('guild_members').insert({ guild_id: guild, user_id: ada, ...account });
    await db('role_grants').insert({ guild_id: guild, user_id: ada, role_id: role, state: 'granted' });
    await setReward({ db, redis: redis.redis }, guild, { role, threshold: 1000 });
    bot = await startBot(db, redis.redis);
  });
  beforeEach(() => bot.context.settings.bytes.forget());
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  async function read(options: Record<string, string> = {}, locale?: string) {
    const asked = bot.sandbox.slash({ guild, user: ada, name: 'bytes', subcommand: 'read', options, locale });
    await bot.handle(asked);
    const { content, embeds } = await asked.message();
    return { content, embed: embeds[0], hidden: asked.ephemeral, asked };
  }

  it("shows the caller's account to everybody, and pings nobody", async () => {
    const { embed, hidden, asked } = await read();
    expect(hidden).to.equal(false);
    expect(embed?.author?.name).to.equal('Ada');
    expect(embed?.fields?.map(({ value }) => value)).to.eql([
      '1.25 KB (1,280)',
      '1.26 KB (1,300)',
      '20 bytes',
      '9 days: CHAR',
      'SHORT (×4) in 7 days',
      `<@&${role}>`,
    ]);
    expect(await asked.response())
      .to.have.nested.property('data.allowed_mentions')
      .eql({ parse: [] });
    expect(bot.sandbox.requests.filter(({ interactionId }) => interactionId === asked.id)).to.have.length(1);
  });

  it('shows a member who never spoke how to start', async () => {
    const { embed, hidden } = await read({ user: grace });
    expect(hidden).to.equal(false);
    expect(embed?.description)
      .to.include(`<@${grace}>`)
      .and.include('The first message here earns 100 bytes');
    expect(embed?.fields?.[0]?.value).to.equal('0 bytes');
  });

  it('refuses bots in private, in the language of the one who asks', async () => {
    const { content, hidden } = await read({ user: userId('otherbot') }, 'de');
    expect(hidden).to.equal(true);
    expect(content).to.equal('Bots haben keine Bytes. Bitte wähle eine Person.');
  });

  it('refuses where the economy is switched off', async () => {
    const { db } = database;
    await configure({ db, redis: redis.redis }, bytesSettings, guild, { enabled: false });
    bot.context.settings.bytes.forget(guild);
    const { content, hidden } = await read();
    expect(hidden).to.equal(true);
    expect(content).to.match(/^Bytes are switched off on this server/);
    await configure({ db, redis: redis.redis }, bytesSettings, guild, {});
  });

  it("speaks the guild's language in public", async () => {
    const workshop = bot.sandbox.world.guilds.get(guild);
    if (workshop) workshop.locale = 'de';
    const { embed } = await read({}, 'en-GB');
    expect(embed?.fields?.map(({ name }) => name)).to.include.members([
      'Kontostand',
      'Serie',
      'Nächste Stufe',
    ]);
  });
});
