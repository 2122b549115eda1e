import { expect } from 'chai';
import { ApplicationCommandType, GatewayCloseCodes, InteractionType, Routes } from 'discord-api-types/v10';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { keys } from '../shared/core/keys.ts';
import { openQueue } from '../shared/core/queues.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { type Bot, type Consumer, consume, endSandbox, restOf, startBot, until } from './bot.fixture.ts';

const partition = { index: 0, of: 1 };

describe('a shard on the gateway', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 2 });
  let sandbox: Sandbox;
  let bot: Bot;
  let consumer: Consumer;

  const start = () => startBot(sandbox, { redis: redis.url, db: database.db });
  const say = (...contents: string[]) => {
    for (const content of contents)
      sandbox.message({ guild: guildId('Workshop'), author: userId('ada'), content });
  };
  const heard = (...contents: string[]) =>
    until(() => contents.every((content) => consumer.contents().includes(content)));

  /** Resolves once everything that Discord sent is enqueued and that is persisted. */
  const persisted = () =>
    until(async () => {
      const stored = await redis.redis.get(keys.watermark(partition, 0, 1));
      return stored !== null && JSON.parse(stored).sequence === sandbox.sessions.open[0]?.sequence;
    });

  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db('bot_statuses').del();
    sandbox = await startSandbox({ identifyEvery: 1 });
    consumer = consume(redis.url);
    bot = await start();
    await bot.attached();
  });
  afterEach(async () => {
    await bot.stop();
    await consumer.close();
    await endSandbox(sandbox);
  });

  it('identifies once and hands messages on in their order', async () => {
    say('one', 'two', 'three');
    await heard('three');
    expect(consumer.contents()).to.deep.equal(['one', 'two', 'three']);
    expect(sandbox.sessions.identifies).to.equal(1);
  });

  it('tells workers which guilds it has, and then of each of them', async () => {
    await until(() => consumer.events.some(({ t }) => t === 'GUILD_CREATE'));
    const [roll, guild] = consumer.events;
    expect(roll).to.deep.include({ t: 'READY', d: { shard: 0, shards: 1, guilds: [guildId('Workshop')] } });
    expect(guild?.t).to.equal('GUILD_CREATE');
    expect(guild?.at).to.be.above(roll?.at ?? Number.POSITIVE_INFINITY);
    expect(bot.shard.status()).to.include({ guilds: 1, gaps: 0, state: 'attached' });
  });

  it('tells workers of members who change, once for all guilds that they share', async () => {
    const guilds = [guildId('Workshop'), sandbox.addGuild({ name: 'Second', members: [{ name: 'ada' }] }).id];
    const updated = () =>
      consumer.events.flatMap((event) => (event.t === 'GUILD_MEMBER_UPDATE' ? [event.d.member] : []));
    for (const guild of guilds) sandbox.updateMember(guild, userId('ada'), { nick: null });
    for (let i = 0; i < 20; i++) sandbox.updateMember(guildId('Workshop'), userId('ada'), { nick: null });
    sandbox.updateMember(guildId('Workshop'), userId('ada'), { displayName: 'Countess' });
    say('last');
    await heard('last');
    expect(updated()).to.have.lengthOf(3);
    expect(updated().at(-1)?.user.globalName).to.equal('Countess');
  });

  it('hands interactions on by themselves', async () => {
    const command = { name: 'ping', description: 'Answers', type: ApplicationCommandType.ChatInput };
    await restOf(sandbox).put(Routes.applicationCommands(sandbox.applicationId), { body: [command] });
    const { id } = sandbox.slash({ guild: guildId('Workshop'), user: userId('ada'), name: 'ping' });
    const queue = openQueue('interactions', partition, redis.redis);
    await until(async () => (await queue.getJob(`interaction-${id}`)) !== undefined);
    const job = await queue.getJob(`interaction-${id}`);
    expect(job?.data.d).to.include({ id, type: InteractionType.ApplicationCommand });
    await queue.close();
  });

  for (const [how, trouble] of [
    ['a dead network', (s: Sandbox) => s.trouble.dropSockets()],
    ['an unknown error', (s: Sandbox) => s.trouble.dropSockets(GatewayCloseCodes.UnknownError)],
    ['a going away', (s: Sandbox) => s.trouble.dropSockets(1012)],
    ['being told to reconnect', (s: Sandbox) => s.trouble.reconnect()],
    ['an invalid but resumable session', (s: Sandbox) => s.trouble.invalidate(true)],
  ] as const) {
    it(`resumes after ${how}`, async () => {
      say('before');
      await heard('before');
      trouble(sandbox);
      say('meanwhile');
      await heard('meanwhile');
      await until(() => sandbox.sessions.resumes === 1);
      say('after');
      await heard('after');
      expect(consumer.contents()).to.deep.equal(['before', 'meanwhile', 'after']);
      expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
    });
  }

  it('has its session for its own as soon as it begins, so that who let go of it too late is told', async () => {
    await persisted();
    await bot.stop();
    const ownerOf = async () =>
      JSON.parse((await redis.redis.get(keys.watermark(partition, 0, 1))) ?? '').owner;
    const former = await ownerOf();
    bot = await start();
    expect(await ownerOf()).to.not.equal(former);
  });

  it('begins while Postgres cannot be reached', async () => {
    await bot.stop();
    const away = openDatabase('postgres://nobody@127.0.0.1:9/none', { pool: 1 });
    bot = await startBot(sandbox, { redis: redis.url, db: away });
    await bot.attached();
    expect(bot.shards).to.have.length(1);
    await bot.stop();
    await away.destroy();
    bot = await start();
    expect(sandbox.sessions).to.include({ identifies: 1 });
  });

  it('identifies anew when the session is refused, and counts the gap', async () => {
    sandbox.trouble.invalidate(false);
    await until(() => sandbox.sessions.identifies === 2 && bot.shard.status().state === 'attached');
    say('after');
    await heard('after');
    expect(bot.shard.status().gaps).to.equal(1);
    expect(await gaps(bot)).to.equal(1);
  });

  it('asks before it believes that a session closed with 1000 is over', async () => {
    sandbox.trouble.dropSockets(1000);
    await until(() => sandbox.sessions.identifies === 2);
    expect(sandbox.sessions.invalidSessions).to.equal(1);
  });

  it('misses nothing over a planned restart, and identifies nothing', async () => {
    say('before');
    await bot.stop();
    const contents = Array.from({ length: 1_000 }, (_, i) => `while away ${i}`);
    say(...contents);
    bot = await start();
    await until(() => consumer.contents().length >= 1_001);
    expect(consumer.contents()).to.deep.equal(['before', ...contents]);
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
    expect(bot.shard.status()).to.include({ gaps: 0, guilds: 1 });
  });

  it('has what workers did not finish replayed when Redis lost its memory', async () => {
    await consumer.close();
    const contents = Array.from({ length: 300 }, (_, i) => `forgotten ${i}`);
    say(...contents);
    await persisted();
    await redis.redis.flushdb();
    consumer = consume(redis.url);
    await heard(...contents);
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
  });

  it('has members replayed as well, although it knows what it passed on', async () => {
    await consumer.close();
    sandbox.updateMember(guildId('Workshop'), userId('ada'), { nick: 'Countess' });
    await persisted();
    await redis.redis.flushdb();
    consumer = consume(redis.url);
    const isHeard = () =>
      consumer.events.some(
        (event) => event.t === 'GUILD_MEMBER_UPDATE' && event.d.member.nick === 'Countess',
      );
    await until(isHeard);
  });

  it('counts an identify as a gap when only Postgres remembers the session', async () => {
    await bot.stop();
    await redis.redis.flushdb();
    bot = await start();
    await bot.attached();
    expect(sandbox.sessions.identifies).to.equal(2);
    expect(bot.shard.status().gaps).to.equal(1);
  });

  for (const [code, words] of [
    [GatewayCloseCodes.AuthenticationFailed, 'DISCORD_TOKEN'],
    [GatewayCloseCodes.ShardingRequired, 'SHARD_COUNT'],
    [GatewayCloseCodes.DisallowedIntents, 'Message Content Intent'],
  ] as const) {
    it(`stops for good at ${code} and says what to change`, async () => {
      sandbox.trouble.dropSockets(code);
      await until(() => bot.fatal.length === 1);
      expect(bot.fatal[0]?.message).to.include(words);
      expect(bot.shard.status().state).to.equal('stopped');
      expect(sandbox.sessions).to.include({ identifies: 1, resumes: 0 });
    });
  }
});

async function gaps({ metrics }: Bot): Promise<number> {
  const { values } = await metrics.sessions.get();
  return values.find(({ labels }) => labels.kind === 'gap')?.value ?? 0;
}
