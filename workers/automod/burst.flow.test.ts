import { expect } from 'chai';
import { channelId, userId } from '../../scripts/sandbox/index.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { moderateMessages } from './messages.ts';
import { eventOf, type ModeratedGuild, moderate } from './workshop.fixture.ts';

const crowd = Array.from({ length: 50 }, (_, i) => `account${i}`);
const innocent = ['ada', 'grace', 'linus'];
const timeout = { is: 'timeout', minutes: 10 };

describe('bursts', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: ModeratedGuild;
  let start: number;

  beforeEach(async () => {
    start = Date.now() - MINUTE;
    at = await moderate(database, redis, ['spammer', ...innocent, ...crowd], start);
  });
  afterEach(async () => {
    expect(at.sandbox.violations).to.eql([]);
    await at.close();
  });

  const did = (is: string) => at.sandbox.did({ is, by: at.sandbox.botId }).map(({ target }) => target);
  const cases = () => database.db('moderation_cases').orderBy('number');
  const remaining = () =>
    [...(at.sandbox.world.guilds.get(at.guild)?.channels.values() ?? [])].flatMap(({ messages }) => [
      ...messages.keys(),
    ]);

  /** In batches of a few, by four workers at once. */
  async function handle(events: Envelope<'MESSAGE_CREATE'>[], size = 5): Promise<void> {
    const workers = [1, 2, 3, 4].map(() => at.worker());
    const batches: Envelope<'MESSAGE_CREATE'>[][] = [];
    for (let i = 0; i < events.length; i += size) batches.push(events.slice(i, i + size));
    await Promise.all(
      workers.map(async (worker, lane) => {
        for (let i = lane; i < batches.length; i += workers.length)
          await moderateMessages(worker, { events: batches[i] ?? [], attempt: 0 });
      }),
    );
    at.now = start + 10 * SECOND;
    await at.doEffects();
  }

  it('of 50 messages over four workers end in one timeout, one case, and none of them left', async () => {
    await at.rule({
      name: 'Flood',
      kind: 'message-count',
      action: timeout,
      deleteMessages: true,
      settings: { atLeast: 5, seconds: 10 },
    });
    await database.db('moderation_configs').insert({
      guild_id: at.guild,
      values: { automodLog: channelId(at.guild, 'log') },
    });
    const posted = Array.from({ length: 50 }, (_, i) => {
      const others = i % 5 === 0 ? [at.post(innocent[(i / 5) % 3] ?? '', `hello ${i}`, start + i * 100)] : [];
      return [at.post('spammer', `spam ${i}`, start + i * 100), ...others];
    });
    const spam = posted.map(([first]) => first?.id ?? '');
    const harmless = posted.flatMap(([, second]) => second?.id ?? []);
    await handle(posted.flat().map(eventOf));
    expect(did('timeout')).to.eql([userId('spammer')]);
    expect(await cases()).to.containSubset([{ number: 1, kind: 'timeout', effect: 'done' }]);
    expect(did('delete')).to.have.members(spam);
    expect(remaining()).to.include.members(harmless);
    expect(at.sandbox.requests.some(({ path }) => path.endsWith('/bulk-delete'))).to.equal(true);
    const [firing] = await database.db('automod_firings');
    expect([firing.messages, firing.outcome]).to.eql([50, 'acted']);
    const told = at.sandbox.did({ is: 'message', by: at.sandbox.botId });
    expect(told).to.have.length(2); // the member, and the log
  });

  it('of one text by 50 accounts act on all of them, and on nobody else', async () => {
    await at.rule({
      name: 'Raid',
      kind: 'cross-duplicates',
      action: { is: 'ban', deleteHours: 1 },
      deleteMessages: true,
      settings: { atLeast: 5, seconds: 60 },
    });
    const events = crowd.flatMap((name, i) => [
      at.post(name, 'Free gifts for everybody, click here!', start + i * 50),
      ...(i % 10 === 0
        ? [at.post(innocent[i % 3] ?? '', `What is going on here, ${i}?`, start + i * 50)]
        : []),
    ]);
    await handle(events.map(eventOf), 7);
    expect(did('ban').sort()).to.eql(crowd.map(userId).sort());
    expect((await cases()).map(({ number }) => number)).to.eql(crowd.map((_, i) => i + 1));
    expect(remaining()).to.have.length(5);
  });

  it('of twelve members at once are told one by one: to each where it was, and to moderators in full', async () => {
    const { db } = database;
    await at.rule({ name: 'Words', kind: 'words', action: { is: 'warn' }, settings: { words: ['spam'] } });
    await db('automod_configs').insert({ guild_id: at.guild, values: { warnInChannel: true } });
    const [automodLog, caseLog] = ['log', 'random'].map((name) => channelId(at.guild, name));
    const moderatorRole = at.sandbox.addRole(at.guild, { name: 'Moderators' }).id;
    await db('guild_roles').insert({ guild_id: at.guild, id: moderatorRole, name: 'Moderators' });
    const values = { automodLog, caseLog, moderatorRole, pingForAutomod: true };
    await db('moderation_configs').insert({ guild_id: at.guild, values });
    const some = crowd.slice(0, 12);
    const events = some.map((name, i) => eventOf(at.post(name, 'spam', start + i)));
    for (const attempt of [0, 1]) await moderateMessages(at.worker(), { events, attempt });
    await at.doEffects();
    const said = (channel: string | undefined) =>
      [
        ...(at.sandbox.world.guilds
          .get(at.guild)
          ?.channels.get(channel ?? '')
          ?.messages.values() ?? []),
      ].filter(({ author }) => author.id === at.sandbox.botId);
    const warned = said(channelId(at.guild, 'general')).map(({ content }) => content);
    expect(warned).to.have.length(12);
    for (const name of some) expect(warned.filter((words) => words.includes(userId(name)))).to.have.length(1);
    for (const [channel, word] of [
      [automodLog, 'Words'],
      [caseLog, 'warning'],
    ]) {
      const titles = said(channel).flatMap(({ embeds }) => embeds.map(({ title }) => title));
      expect(titles.filter((title) => title?.includes(word ?? ''))).to.have.length(12);
      expect(said(channel).length).to.be.below(12);
    }
    const pinged = said(automodLog).map(({ content }) => content);
    expect(pinged.every((content) => content.includes(moderatorRole))).to.equal(true);
  });

  it('store why nothing came of it, where Discord refuses', async () => {
    const dangling = '123456789012345678';
    await at.rule({
      name: 'Words',
      kind: 'words',
      action: timeout,
      deleteMessages: true,
      exemptRoles: [dangling],
      exemptChannels: [dangling],
      exemptModerators: false,
      settings: { words: ['spam'] },
    });
    await database.db('moderation_configs').insert({ guild_id: at.guild, values: { automodLog: dangling } });
    const posted = ['owner', 'ada', 'grace', 'linus'].map((name, i) => at.post(name, 'spam', start + i));
    at.sandbox.leave(at.guild, userId('ada'));
    at.sandbox.remove(posted[2] ?? '', undefined);
    await handle(posted.map(eventOf));
    const answers = (await cases()).map((row) => [row.user_id, row.effect, row.answer !== null]);
    expect(answers).to.have.deep.members([
      [userId('owner'), 'failed', true],
      [userId('ada'), 'failed', true],
      [userId('grace'), 'done', false],
      [userId('linus'), 'done', false],
    ]);
    const deletions = await database.db('automod_firing_messages').distinct('deletion').pluck('deletion');
    expect(deletions).to.eql(['done']);
    expect(await database.db('failed_effects').pluck('code')).to.include('10003'); // the log's channel
  });
}).timeout(30_000);
