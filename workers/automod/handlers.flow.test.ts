import { expect } from 'chai';
import { channelId, userId } from '../../scripts/sandbox/index.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { AutoModEvent, Envelope, MemberEvent } from '../../shared/core/events.ts';
import { unpackEvent } from '../../shared/core/wire.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { saveSeenMembers } from '../sync/members.ts';
import { followRenames } from '../sync/renames.ts';
import { recordDiscords } from './discord.ts';
import { moderateJoins } from './members.ts';
import { moderateMessages } from './messages.ts';
import { eventOf, type ModeratedGuild, moderate } from './workshop.fixture.ts';

const timeout = { is: 'timeout', minutes: 10 };

describe('auto-moderation of', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: ModeratedGuild;
  let start: number;

  beforeEach(async () => {
    start = Date.now() - MINUTE;
    await database.db.raw('TRUNCATE guild_members, discord_users CASCADE');
    at = await moderate(database, redis, ['ada', 'grace'], start);
  });
  afterEach(async () => {
    expect(at.sandbox.violations).to.eql([]);
    await at.close();
  });

  const firings = () => database.db('automod_firings').orderBy('id');
  const did = (is: string) => at.sandbox.did({ is, by: at.sandbox.botId }).map(({ target }) => target);

  function member(name: string, nick: string | null = null): MemberEvent {
    const user = at.sandbox.world.guilds.get(at.guild)?.members.get(userId(name))
      ? userId(name)
      : at.sandbox.join(at.guild, { name }).user.id;
    const profile = { id: user, username: name, globalName: null, avatar: null, bot: false };
    const joinedAt = new Date(at.now).toISOString();
    const rest = { avatar: null, roles: [], joinedAt, timedOutUntil: null, pending: false };
    return { guild: at.guild, member: { user: profile, nick, ...rest } };
  }

  it('names: of members who join, and of those who change them, once each', async () => {
    await at.rule({
      name: 'Names',
      kind: 'username',
      action: { is: 'kick' },
      settings: { patterns: ['free.*gift'] },
    });
    const worker = at.worker();
    const join = { t: 'GUILD_MEMBER_ADD', id: '1', at: start, d: member('free-gifts') } as const;
    for (const attempt of [0, 1]) await moderateJoins(worker, { events: [join], attempt });
    const update = (nick: string | null, received: number): Envelope<'GUILD_MEMBER_UPDATE'> => ({
      ...{ t: 'GUILD_MEMBER_UPDATE', id: String(received), at: received, d: member('ada', nick) },
    });
    for (const event of [
      update(null, start),
      update('free gifts', start + 1),
      update('free gifts', start + 2),
    ]) {
      await saveSeenMembers(worker, { events: [event], attempt: 0 });
      for (const attempt of [0, 1]) await followRenames(worker, { events: [event], attempt });
    }
    await at.doEffects();
    expect((await firings()).map(({ burst }) => burst)).to.eql([`join:${start}`, `name:${start + 1}`]);
    expect(did('kick')).to.have.members([join.d.member.user.id, userId('ada')]);
  });

  it('joins: all of a raid, and the guild is locked down', async () => {
    const settings = { atLeast: 4, seconds: 10, lockdown: true, calmMinutes: 5 };
    await at.rule({ name: 'Raid', kind: 'join-rate', action: timeout, settings });
    const joins = ['early', 'a', 'b', 'c', 'd', 'e'].map((name, i): Envelope<'GUILD_MEMBER_ADD'> => {
      at.now = start + (i === 0 ? 0 : 20 * SECOND + i * 100);
      return { t: 'GUILD_MEMBER_ADD', id: String(i), at: at.now, d: member(name) };
    });
    for (const events of [joins.slice(4), joins.slice(0, 4)])
      await moderateJoins(at.worker(), { events, attempt: 0 });
    await at.doEffects();
    expect(did('timeout').sort()).to.eql(
      joins
        .slice(1)
        .map(({ d }) => d.member.user.id)
        .sort(),
    );
    const [lockdown] = await database.db('lockdowns');
    expect(lockdown.held_at.getTime()).to.equal(at.now);
    expect(at.sandbox.world.guilds.get(at.guild)?.incidents?.invitesUntil).to.be.a('string');
  });

  it('edits: content rules look at them, windows do not', async () => {
    await at.rule({
      name: 'Words',
      kind: 'words',
      action: { is: 'warn' },
      deleteMessages: true,
      settings: { words: ['spam'] },
    });
    await at.rule({
      name: 'Flood',
      kind: 'message-count',
      action: timeout,
      settings: { atLeast: 2, seconds: 10 },
    });
    await database.db('moderation_configs').insert({
      guild_id: at.guild,
      values: JSON.stringify({ ladder: [{ warnings: 1, action: 'timeout', minutes: 5 }] }),
    });
    const message = at.post('ada', 'harmless');
    const { d } = eventOf(message);
    const edit = (content: string, editedAt: number): Envelope<'MESSAGE_UPDATE'> => ({
      ...{ t: 'MESSAGE_UPDATE', id: `${d.id}-${editedAt}`, at: 2, d: { ...d, content, editedAt } },
    });
    const events = [edit('harmless still', start + 1), edit('spam', start + 2), edit('more spam', start + 3)];
    const counted: string[] = [];
    const tallies = { ...noTallies, add: (stat: string) => void counted.push(stat) };
    for (const attempt of [0, 1]) await moderateMessages({ ...at.worker(), tallies }, { events, attempt });
    expect(counted, 'once, though it is told of again').to.eql(['firings']);
    await at.doEffects();
    expect((await firings()).map((row) => [row.rule_name, row.messages])).to.eql([['Words', 1]]);
    expect(did('delete')).to.eql([message.id]);
    expect(did('timeout')).to.eql([userId('ada')]); // by the ladder
    const told = at.sandbox.did({ is: 'message', by: at.sandbox.botId });
    expect(told).to.have.length(2); // of the warning, and of the timeout
  });

  it('invites: what is not known is looked up, and judged then', async () => {
    await at.rule({ name: 'Invites', kind: 'invites', action: { is: 'delete' }, settings: {} });
    at.sandbox.addInvite({ code: 'elsewhere', guild: 'Elsewhere' });
    const own = at.sandbox.invite(channelId(at.guild, 'general'));
    const posted = ['elsewhere', own.code].map((code) => at.post('ada', `join discord.gg/${code}`));
    const worker = at.worker();
    await moderateMessages(worker, { events: posted.map(eventOf), attempt: 0 });
    expect(await firings()).to.eql([]);
    await at.doEffects();
    const again = await worker.queue('events', { index: 0, of: 1 }).getJobs(['wait']);
    const events = again.flatMap(({ data }) => data.events.map(unpackEvent));
    expect(events.map(({ id }) => id)).to.have.members(posted.map(({ id }) => id));
    for (const event of events)
      if (event.t === 'MESSAGE_CREATE') await moderateMessages(worker, { events: [event], attempt: 0 });
    await at.doEffects();
    expect(did('delete')).to.eql([posted[0]?.id]);
  });

  it("offences that Discord's own AutoMod punished: they are not punished twice", async () => {
    await at.rule({ name: 'Words', kind: 'words', action: timeout, settings: { words: ['spam'] } });
    const deed = (type: number): AutoModEvent => ({
      ...{
        guild: at.guild,
        user: userId('ada'),
        channel: channelId(at.guild, 'general'),
        message: null,
        alert: null,
      },
      ...{ rule: '555555555555555555', trigger: 1, excerpt: 'a bad word', keyword: 'bad' },
      action: { type, durationSeconds: type === 3 ? 60 : null },
    });
    const events = [1, 2, 3].map((type) => ({
      ...({ t: 'AUTO_MODERATION_ACTION_EXECUTION', id: `s-${type}`, at: start, d: deed(type) } as const),
    }));
    for (const attempt of [0, 1]) await recordDiscords(at.worker(), { events, attempt });
    await moderateMessages(at.worker(), { events: [eventOf(at.post('ada', 'spam'))], attempt: 0 });
    await moderateMessages(at.worker(), { events: [eventOf(at.post('grace', 'spam'))], attempt: 0 });
    await at.doEffects();
    expect((await firings()).map((row) => [row.source, row.outcome, row.action.is])).to.eql([
      ['discord', 'absorbed', 'delete'],
      ['discord', 'acted', 'timeout'],
      ['rule', 'absorbed', 'timeout'],
      ['rule', 'acted', 'timeout'],
    ]);
    expect(did('timeout')).to.eql([userId('grace')]);
  });
}).timeout(30_000);
