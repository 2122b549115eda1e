import { expect } from 'chai';
import { guildId, userId } from '../../scripts/sandbox/index.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { noteProgress } from '../../shared/sync/progress.ts';
import { latestRun } from '../../shared/sync/runs.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';
import { paceOf } from './load-state.ts';

const guild = guildId('Workshop');
const ada = userId('ada');
const patience = 15 * SECOND; // it looks every three

describe('/sync', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    bot = await startBot(database.db, redis.redis);
    await database.db('guilds').insert({ id: guild, member_count: 4_000 });
  });
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  async function ask(options: Record<string, boolean> = {}, locale?: string) {
    const asked = bot.sandbox.slash({ guild, user: ada, name: 'sync', options, locale });
    await bot.handle(asked);
    const shows = (words: string) =>
      bot.sandbox.waitFor(
        () => bot.sandbox.world.interactions.get(asked.id)?.original?.content.includes(words),
        patience,
        words,
      );
    return { asked, shows, content: (await asked.message()).content };
  }
  const runs = () => database.db('sync_runs').where({ guild_id: guild }).orderBy('id');
  const edits = ({ token }: { token: string }) =>
    bot.sandbox.requests.filter(({ method, path }) => method === 'PATCH' && path.includes(token)).length;

  it('starts a load and shows how far it is, until it is done', async () => {
    const { asked, content, shows } = await ask();
    expect(asked.ephemeral).to.equal(true);
    expect(content).to.include('Waiting for their turn');
    const [run, ...more] = await runs();
    expect(more).to.deep.equal([]);
    expect(run).to.include({ state: 'queued', reason: 'command', requested_by: 'ada' });
    await progress(run.id, 1);
    await shows('1,000 of about 4,000');
    await shows('25 %');
    await progress(run.id, 4);
    await end(run.id);
    await shows('Loaded all 4,000 members: 12 were new or had changed, 3 had left.');
    expect(edits(asked)).to.equal(2);
  });

  it('joins the load that is under way, also for another who asks', async () => {
    await ask({ force: true });
    const { asked, content } = await ask({}, 'de');
    expect(content).to.match(/^Die Mitglieder dieses Servers werden geladen/);
    await bot.handle(asked, { attempt: 1 });
    expect(await runs()).to.have.lengthOf(2);
    const [, run] = await runs();
    await end(run.id);
    await bot.handle(asked, { attempt: 2 });
    expect(await runs(), 'a job that is done again asked again').to.have.lengthOf(2);
  });

  it('says what to do where a load failed', async () => {
    const { shows } = await ask({ force: true });
    const why = 'Switch the Server Members Intent on.';
    const failed = { state: 'failed', why, finished_at: new Date() };
    await database.db('sync_runs').where({ state: 'queued' }).update(failed);
    await shows(why);
  });

  it('does not load again what was loaded minutes ago, unless it must', async () => {
    const loaded = { members_loaded_at: new Date(bot.context.clock() - 9 * MINUTE) };
    await database.db('guilds').where({ id: guild }).update(loaded);
    const before = await runs();
    const { content } = await ask();
    expect(content).to.match(/^All 4,000 members were loaded <t:\d+:R>/);
    expect(await runs()).to.have.lengthOf(before.length);
    await ask({ force: true });
    expect(await runs()).to.have.lengthOf(before.length + 1);
    await end((await latestRun(database, guild))?.id ?? '');
    bot.pass(2 * MINUTE);
    await ask();
    expect(await runs()).to.have.lengthOf(before.length + 2);
  });

  it('hurries a load that waits because of a gap, also minutes after the one before', async () => {
    await end((await latestRun(database, guild))?.id ?? '');
    const later = new Date(bot.context.clock() + HOUR);
    const loaded = { members_loaded_at: new Date(bot.context.clock() - MINUTE) };
    await database.db('guilds').where({ id: guild }).update(loaded);
    await database.db('sync_runs').insert({ guild_id: guild, reason: 'gap', not_before: later });
    const before = await runs();
    expect((await ask()).content).to.include('Waiting for their turn');
    const after = await runs();
    expect(after).to.have.lengthOf(before.length);
    expect(after.at(-1)).to.include({
      reason: 'command',
      requested_by: 'ada',
      not_before: Number.NEGATIVE_INFINITY,
    });
  });

  it('stops showing it when Discord takes no more answers, and says that it goes on', async () => {
    await end((await latestRun(database, guild))?.id ?? '');
    const { asked, shows } = await ask({ force: true });
    bot.pass(14 * MINUTE);
    await shows('It goes on');
    expect(edits(asked)).to.equal(1);
  });

  async function progress(run: string, done: number): Promise<void> {
    const now = bot.context.clock();
    await database.db('sync_runs').where({ id: run }).update({ state: 'running', attempt: 1 });
    const startedAt = now - 10 * SECOND;
    const told = { run, attempt: 1, chunks: 4, done, members: done * 1_000, startedAt, finished: false };
    await noteProgress(redis.redis, guild, told);
  }

  async function end(run: string): Promise<void> {
    const counts = { members: 4_000, written: 12, gone: 3 };
    await database
      .db('sync_runs')
      .where({ id: run })
      .update({ state: 'done', ...counts, finished_at: new Date() });
  }

  itReadsLittle(database);
});

describe('the pace of a load', () => {
  const progress = { run: '1', attempt: 1, chunks: 0, done: 0, members: 0, startedAt: 0, finished: false };

  it('is reckoned from chunks, and says nothing of an end before the first', () => {
    expect(paceOf(progress, undefined, 0)).to.include({ share: 0, perSecond: 0, secondsLeft: undefined });
    const half = { ...progress, chunks: 100, done: 50, members: 50_000 };
    expect(paceOf(half, 90_000, 10 * SECOND)).to.deep.equal({
      members: 50_000,
      total: 90_000,
      share: 0.5,
      perSecond: 5_000,
      secondsLeft: 10,
    });
    expect(paceOf({ ...half, done: 100 }, 90_000, 10 * SECOND).secondsLeft).to.equal(0);
  });
});
