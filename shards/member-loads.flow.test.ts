import { Worker } from 'bullmq';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { type GuildSeed, guildId, type Sandbox, startSandbox } from '../scripts/sandbox/index.ts';
import { tag } from '../shared/core/keys.ts';
import { silent } from '../shared/core/log.ts';
import type { Jobs } from '../shared/core/queues.ts';
import { latestRun, queueRuns } from '../shared/sync/runs.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { saveChunk } from '../workers/sync/chunks.ts';
import { type Bot, endSandbox, startBot, until } from './bot.fixture.ts';

type Chunk = Jobs['members'];

const guildOf = (name: string, members: number): GuildSeed => ({
  name,
  members: Array.from({ length: members }, (_, n) => ({
    name: `${name.toLowerCase()}${n}`,
    nick: n % 3 === 0 ? 'x'.repeat(32) : n % 3 === 1 ? '👩‍👩‍👧‍👦 مرحبا' : undefined,
    bot: n % 50 === 49,
  })),
});
const world = { guilds: [guildOf('Large', 6_500), guildOf('Small', 3)] };
const large = guildId('Large');
const small = guildId('Small');

describe('loads of members on the gateway', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 4 });
  const chunks: Chunk['d'][] = [];
  let sandbox: Sandbox;
  let bot: Bot;
  let close: () => Promise<void>;

  const start = async (options: Partial<Parameters<typeof startSandbox>[0]> = {}) => {
    sandbox = await startSandbox({ identifyEvery: 1, world, ...options });
    bot = await startBot(sandbox, { redis: redis.url, db: database.db });
    await bot.attached();
  };
  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db.raw('TRUNCATE bot_statuses, sync_runs, guild_members, discord_users, guilds CASCADE');
    await database.db('guilds').insert([large, small].map((id) => ({ id })));
    chunks.length = 0;
    close = work(async (envelope) => {
      chunks.push(envelope.d);
      await saveChunk({ db: database.db, redis: redis.redis, log: silent }, envelope);
    });
  });
  afterEach(async () => {
    await bot.stop();
    await close();
    await endSandbox(sandbox);
  });

  /** Takes chunks off the queue as a worker does. */
  function work(save: (envelope: Chunk) => Promise<void>): () => Promise<void> {
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const prefix = tag({ index: 0, of: 1 });
    const worker = new Worker<Chunk>('members', ({ data }) => save(data), { connection, prefix });
    worker.on('error', () => {});
    return async () => {
      await worker.close(true);
      connection.disconnect();
    };
  }
  const want = (...guilds: string[]) =>
    queueRuns(
      database.db,
      guilds.map((guild) => ({ guild, reason: 'panel', requestedBy: null })),
    );
  const runOf = (guild: string) => latestRun({ db: database.db }, guild);
  const done = (guild: string) => until(async () => (await runOf(guild))?.state === 'done');
  const heardSome = () => until(() => chunks.length > 0);
  async function expectRowsAsInDiscord(guild: string): Promise<void> {
    const rows = await database
      .db('guild_members')
      .where({ guild_id: guild, active: true })
      .orderBy('user_id')
      .select('user_id as id', 'nick');
    const members = [...(sandbox.world.guilds.get(guild)?.members.values() ?? [])];
    const truth = members.map(({ user, nick }) => ({ id: user.id, nick: nick ?? null }));
    const byId = (a: { id: string }, b: { id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1);
    expect(rows).to.deep.equal(truth.toSorted(byId));
  }

  it('bring all members of a guild, and a small guild does not wait for a large one', async () => {
    await start();
    await want(large, small);
    await Promise.all([done(large), done(small)]);
    for (const guild of [large, small]) await expectRowsAsInDiscord(guild);
    expect(await runOf(large)).to.include({ attempt: 1, members: 6_501, written: 6_501 });
    const order = chunks.map(({ guild }) => guild);
    expect(order.indexOf(small)).to.be.below(order.lastIndexOf(large));
    expect(bot.shard.status()).to.include({ state: 'attached' });
  });

  it('fail at once where the intent is off, and Discord is not asked', async () => {
    await start({ intents: ['content'] });
    await want(small);
    await until(async () => (await runOf(small))?.state === 'failed');
    expect((await runOf(small))?.why).to.include('Server Members Intent');
    expect(chunks).to.deep.equal([]);
  });

  it('go on where the socket dropped in the middle', async () => {
    await start();
    await want(large);
    await heardSome();
    sandbox.trouble.dropSockets();
    await done(large);
    await expectRowsAsInDiscord(large);
    expect(sandbox.sessions).to.include({ identifies: 1 });
    expect(await runOf(large)).to.include({ attempt: 1 });
  });

  it('begin again where the session ended in the middle', async () => {
    await start();
    await close(); // what was sent in the session before lies in the queue until the next one asked
    await want(large);
    await until(async () => (await redis.redis.keys('*:members:chunk-*')).length > 0);
    sandbox.trouble.invalidate(false);
    await until(() => sandbox.sessions.identifies === 2);
    await database.db('sync_runs').update({ heard_at: database.db.raw("now() - interval '16 seconds'") });
    await until(async () => (await runOf(large))?.attempt === 2);
    close = work((envelope) => {
      chunks.push(envelope.d);
      return saveChunk({ db: database.db, redis: redis.redis, log: silent }, envelope);
    });
    await done(large);
    await expectRowsAsInDiscord(large);
    expect(new Set(chunks.map(({ run }) => run.attempt))).to.deep.equal(new Set([1, 2]));
    expect(await runOf(large)).to.include({ attempt: 2, members: 6_501 });
  });

  it('go on where the process was started again in the middle', async () => {
    await start();
    await want(large);
    await heardSome();
    await bot.stop();
    bot = await startBot(sandbox, { redis: redis.url, db: database.db });
    await done(large);
    await expectRowsAsInDiscord(large);
    expect(sandbox.sessions).to.include({ identifies: 1 });
    expect(await runOf(large)).to.include({ attempt: 1 });
  });

  it('tell Postgres which intents there are', async () => {
    await start();
    const intents = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 9) | (1 << 15) | (1 << 21);
    expect(await database.db('bot_statuses').first()).to.include({ intents });
  });
});
