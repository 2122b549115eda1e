import { expect } from 'chai';
import { channelId, userId } from '../../../scripts/sandbox/index.ts';
import { readFrame } from '../../../shards/frames.ts';
import { changeRule, createRule } from '../../../shared/automod/rules.ts';
import { addReward, changeReward } from '../../../shared/bytes/rewards.ts';
import { MINUTE } from '../../../shared/core/clock.ts';
import type { Envelope, Events, EventType, UserSighting } from '../../../shared/core/events.ts';
import { silent } from '../../../shared/core/log.ts';
import { effectQueues } from '../../../shared/core/queues.ts';
import { keepPartitions } from '../../../shared/db/partitions.ts';
import { createFileRule } from '../../../shared/files/by-staff.ts';
import { createTemplate } from '../../../shared/moderation/templates.ts';
import { configure } from '../../../shared/settings/configure.fixture.ts';
import { automodSettings, moderationSettings } from '../../../shared/settings/registry.ts';
import { useDatabase } from '../../../shared/testing/database.ts';
import { useRedis } from '../../../shared/testing/redis.ts';
import { eventOf, type ModeratedGuild, moderate } from '../../automod/workshop.fixture.ts';
import type { Context } from '../../context.ts';
import { sweepOnce } from '../../maintenance/sweep.ts';
import type { Handler } from '../../runtime/handler.ts';
import { routes } from '../../runtime/routes.ts';
import { keepRecent } from './recent.ts';

const start = Date.now() - MINUTE;
const origin = { session: 'session', sequence: 7, at: start };

describe('logs of moderation', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: ModeratedGuild;
  let worker: Context;

  beforeEach(async () => {
    at = await moderate(database, redis, ['ada', 'grace', 'linus'], start);
    await database.db('settings_versions').del();
    await keepPartitions(database.db, start);
    worker = at.worker();
  });
  afterEach(async () => {
    expect(at.sandbox.violations).to.eql([]);
    await at.close();
  });

  const log = () => channelId(at.guild, 'log');
  const general = () => channelId(at.guild, 'general');
  const set = (values: object) =>
    configure({ db: database.db, redis: redis.redis }, moderationSettings, at.guild, values);
  const embeds = () =>
    [...(at.sandbox.world.guilds.get(at.guild)?.channels.get(log())?.messages.values() ?? [])].flatMap(
      (message) => message.embeds,
    );
  const titles = () => embeds().map(({ title }) => title);
  const text = (title: string) => embeds().find((embed) => embed.title === title)?.description;

  /** Twice, as after a crash; then whatever that asked for is done. */
  async function handle<T extends EventType>(t: T, ...given: { id: string; d: Events[T] }[]): Promise<void> {
    const events = given.map(({ id, d }): Envelope<T> => ({ t, id, at: start, d }));
    const route = (routes as { [K in EventType]?: Handler<K> })[t];
    for (const attempt of [0, 1]) await route?.(worker, { events, attempt });
    await at.doEffects();
  }

  /** What a shard makes of the latest entry of Discord's audit log. */
  async function hearEntry(): Promise<void> {
    const entry = at.sandbox.world.guilds.get(at.guild)?.auditLog.at(-1);
    const heard = readFrame(
      'GUILD_AUDIT_LOG_ENTRY_CREATE',
      { ...entry, guild_id: at.guild },
      origin,
    )?.envelope;
    if (heard?.t === 'GUILD_AUDIT_LOG_ENTRY_CREATE') await handle(heard.t, heard);
  }

  it("tell once of a case that a moderator opened in Discord's client, and of none that is our own", async () => {
    await set({ caseLog: log(), moderatorRole: at.guild, pingForCases: true });
    at.sandbox.timeout(at.guild, userId('ada'), 600, { by: userId('owner'), reason: 'too *loud*' });
    await hearEntry();
    at.sandbox.ban(at.guild, userId('grace'), { by: at.sandbox.botId });
    await hearEntry();
    const cases = await database.db('moderation_cases').select('number', 'kind', 'effect', 'actor_id');
    expect(cases).to.eql([{ number: 1, kind: 'timeout', effect: 'done', actor_id: userId('owner') }]);
    expect(titles()).to.eql(['Case 1: timeout']);
    expect(text('Case 1: timeout'))
      .to.include('too \\*loud\\*')
      .and.include(`<@${userId('owner')}>`);
    expect(at.sandbox.did({ is: 'timeout', by: at.sandbox.botId })).to.eql([]);
  });

  it('show what messages said before they were changed or deleted, each once', async () => {
    await set({ messageLog: log(), keepMessages: true });
    const [first, second, third] = ['first', 'second', 'third'].map((content) =>
      eventOf(at.post('ada', content)),
    );
    if (!first || !second || !third) throw new Error('nothing was posted');
    await handle('MESSAGE_CREATE', first, second, third);
    const edit = (content: string, editedAt: number) => ({
      id: `${first.id}-${editedAt}`,
      d: { ...first.d, content, editedAt },
    });
    await handle('MESSAGE_UPDATE', edit('first, again', start + 2), edit('first, better', start + 1));
    const changed = embeds().map(({ description }) => description?.split('\n').slice(1));
    expect(changed).to.eql([
      ['Before:', '> first', 'Now:', '> first, better'],
      ['Before:', '> first, better', 'Now:', '> first, again'],
    ]);
    const gone = (...messages: string[]) => ({
      id: messages.join('-'),
      d: { guild: at.guild, channel: general(), messages },
    });
    const unknown = eventOf(at.post('ada', 'never kept')).id;
    await handle('MESSAGE_DELETE', gone(first.id), gone(unknown));
    await handle('MESSAGE_DELETE_BULK', gone(second.id, third.id));
    expect(titles().slice(2)).to.eql(['Message deleted', 'Message deleted', 'Messages deleted']);
    const [one, other, many] = embeds()
      .slice(2)
      .map(({ description }) => description);
    expect(one).to.include('> first, again').and.include(userId('ada'));
    expect(other).to.include('not kept');
    expect(many).to.include('> second').and.include('> third');
  });

  it('tell who came, who left, and what somebody changed of members', async () => {
    await set({ joinLog: log(), memberLog: log() });
    const user: UserSighting = {
      id: userId('ada'),
      username: 'ada',
      globalName: null,
      avatar: null,
      bot: false,
    };
    const rest = { nick: null, avatar: null, roles: [], timedOutUntil: null, pending: false };
    const member = { user, joinedAt: new Date(start).toISOString(), ...rest };
    await handle('GUILD_MEMBER_ADD', { id: 'join', d: { guild: at.guild, member } });
    const renamed = { ...member, user: { ...user, username: 'lovelace' } };
    const event = {
      t: 'GUILD_MEMBER_UPDATE',
      id: 'name',
      at: start + 5,
      d: { guild: at.guild, member: renamed },
    } as const;
    for (const attempt of [0, 1]) await routes.GUILD_MEMBER_UPDATE(worker, { events: [event], attempt });
    at.sandbox.updateMember(at.guild, userId('ada'), { nick: 'Countess' }, { by: userId('owner') });
    await hearEntry();
    await handle('GUILD_MEMBER_REMOVE', { id: 'leave', d: { guild: at.guild, user } });
    expect(titles()).to.have.members(['Member joined', 'Name changed', 'Nickname changed', 'Member left']);
    expect(text('Name changed')).to.include('Before: \\@ada').and.include('Now: \\@lovelace');
    expect(text('Nickname changed')).to.include('Now: Countess').and.include(userId('owner'));
    expect(text('Member left')).to.include('Member since');
  });

  it('tell of changed settings, each version once', async () => {
    await set({ settingsLog: log() });
    const deps = { db: database.db, redis: redis.redis };
    await configure(deps, automodSettings, at.guild, { warnInChannel: true });
    for (let i = 0; i < 2; i++) {
      await sweepOnce(worker);
      await at.doEffects();
    }
    expect(titles()).to.have.members(['Settings changed: Moderation', 'Settings changed: Auto-moderation']);
    expect(text('Settings changed: Auto-moderation')).to.include('off → on');
  });

  it('tell of changed rules, rewards, squads and reasons, each change once', async () => {
    await configure({ db: database.db, redis: redis.redis }, moderationSettings, at.guild, {
      settingsLog: log(),
    });
    await database.db('settings_versions').del();
    const deps = { db: database.db, redis: redis.redis, log: silent };
    const by = { actor: { kind: 'staff', id: '7', name: 'boss' } } as const;
    const words = { kind: 'words', action: { is: 'timeout', minutes: 10 }, exemptRoles: [at.guild] };
    const terms = Array.from({ length: 30 }, (_, index) => `term ${index}`);
    const made = await createRule(
      deps,
      at.guild,
      { ...words, name: 'Rude *words*', settings: { words: terms } },
      by,
    );
    if (made.is !== 'created') throw new Error(made.is);
    const changes = { enabled: false, settings: { words: [...terms, 'fudge'] } };
    await changeRule(deps, at.guild, { id: made.rule.id, version: 1, changes }, by);
    await createFileRule(deps, at.guild, { extension: 'exe', decision: 'block', message: null }, by);
    const reward = { role: at.guild, name: 'Rich', threshold: 500 };
    await addReward(deps, at.guild, reward, by);
    await changeReward(
      deps,
      at.guild,
      { ...reward, from: 500, to: null },
      { actor: { kind: 'member', id: '9', name: 'ada' } },
    );
    await createTemplate(deps, at.guild, { name: 'Spam', text: 'No advertising' }, by);
    for (let i = 0; i < 2; i++) {
      await sweepOnce(worker);
      await at.doEffects();
    }
    expect(titles()).to.eql([
      ...['Auto-moderation rule added', 'Auto-moderation rule changed', 'File rule added'],
      ...['Role reward added', 'Role reward removed', 'Reason added'],
    ]);
    expect(text('Auto-moderation rule added'))
      .to.include('Action minutes**: 10')
      .and.include('**Words**: term 0');
    const changed = [
      'By: boss',
      'Rude \\*words\\*, version 2',
      '**Enabled**: yes → no',
      '**Words**: – → fudge',
    ];
    expect(text('Auto-moderation rule changed')?.split('\n')).to.eql(changed);
    expect(text('Role reward removed')).to.include('By: <@9>\nRich').and.include('500');
    expect(await database.db('unlogged_entries')).to.eql([]);
  });

  it('cost guilds without them no query, and no job', async () => {
    const message = eventOf(at.post('ada', 'hello'));
    await worker.settings.moderation.get([at.guild]);
    const queries: string[] = [];
    database.db.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    const gone = { guild: at.guild, channel: general(), messages: [message.id] };
    await routes.MESSAGE_DELETE(worker, {
      events: [{ t: 'MESSAGE_DELETE', id: message.id, at: start, d: gone }],
      attempt: 0,
    });
    await keepRecent(worker, { events: [message], attempt: 0 });
    expect(queries).to.eql([]);
    for (const name of effectQueues)
      expect(
        await worker.queue(name, { index: 0, of: 1 }).getJobCountByTypes('wait', 'active', 'delayed'),
      ).to.equal(0);
  });
}).timeout(30_000);
