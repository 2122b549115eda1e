import { once } from 'node:events';
import { REST } from '@discordjs/rest';
import { QueueEvents } from 'bullmq';
import { expect } from 'chai';
import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import type { JobRecord } from '../../shared/analytics/records.ts';
import { findGrant, RoleGrant } from '../../shared/bytes/grants.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { keys, tag } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import type { Effect } from '../../shared/core/queues.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { snowflakeAt, timeOf } from '../../shared/core/snowflake.ts';
import { FailedEffect } from '../../shared/effects/model.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startEffects } from './start.ts';

const partition = { index: 0, of: 1 };

describe('effects', () => {
  const base = { database: useDatabase(), redis: useRedis() };
  const open: { close(): Promise<unknown> }[] = [];
  let sandbox: Sandbox;
  let queue: ReturnType<ReturnType<typeof openQueues>['queue']>;
  let events: QueueEvents;
  let now: () => number;
  let metrics: ReturnType<typeof openMetrics>;
  const kept: JobRecord[] = [];
  /** Jobs that were not over yet when somebody waited for their records. */
  const handedOver: string[] = [];
  let place: { guild: string; channel: string; user: string };

  beforeEach(async () => {
    const { redis, url } = base.redis;
    await redis.flushdb();
    sandbox = await startSandbox();
    place = lookAround();
    const rest = () => new REST({ api: sandbox.api, version: '10' }).setToken(sandbox.token);
    const queues = openQueues(redis, silent);
    queue = queues.queue('effects', partition);
    events = new QueueEvents('effects', { connection: { url }, prefix: tag(partition) });
    await events.waitUntilReady();
    now = Date.now;
    metrics = openMetrics();
    kept.splice(0);
    handedOver.splice(0);
    const core = {
      ...{ log: silent, metrics, redis, partitions: 1, clock: () => now(), db: base.database.db },
      recorder: {
        ...noRecorder,
        job: (job: JobRecord) => void kept.push(job),
        handOver: async () => {
          for (const { job } of kept.slice(-1)) if (await queue.getJob(job)) handedOver.push(job);
        },
      },
    };
    open.push(events, queues, startEffects(core, rest).begin(partition));
  });
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
    await sandbox.stop();
    expect(sandbox.violations).eql([]);
    await FailedEffect.query(base.database.db).delete();
  });

  function lookAround() {
    const [guild] = sandbox.world.guilds.values();
    const [channel] = guild?.channels.values() ?? [];
    const member = [...(guild?.members.values() ?? [])].find(({ user }) => user.username === 'grace');
    return { guild: guild?.id ?? '', channel: channel?.id ?? '', user: member?.user.id ?? '' };
  }
  async function perform(effect: Effect, id = 'effect-1'): Promise<void> {
    const job = await queue.add(effect.kind, effect, { jobId: id });
    await job.waitUntilFinished(events);
  }
  const counted = async () =>
    Object.fromEntries(
      (await metrics.effects.get()).values.map(({ labels, value }) => [labels.outcome, value]),
    );
  const failures = () => FailedEffect.query(base.database.db);
  const requests = () => sandbox.requests.map(({ method, route, status }) => `${method} ${route} ${status}`);
  const greet = (): Effect => {
    const { guild, channel, user } = place;
    return {
      kind: 'say',
      guild,
      channel,
      nonce: snowflakeAt(Date.now()),
      content: `<@${user}> @everyone`,
      pings: [user],
    };
  };
  const reaction = (emoji = '🪙'): Extract<Effect, { kind: 'react' }> => {
    const { guild, channel, user: author } = place;
    const message = sandbox.message({ guild, channel, author, content: 'hello' }).id;
    return { kind: 'react', guild, channel, message, emoji };
  };

  describe('reactions', () => {
    it('appear once, even when done twice', async () => {
      const effect = reaction();
      await perform(effect);
      await perform(effect);
      const message = sandbox.world.channels.get(place.channel)?.messages.get(effect.message);
      expect(message?.reactions).length(1);
      expect(await counted()).eql({ done: 2 });
    });

    it("may be a guild's own emoji, as people paste it", async () => {
      const emoji = [...(sandbox.world.guilds.get(place.guild)?.emojis.values() ?? [])][0];
      await perform(reaction(`<:${emoji?.name}:${emoji?.id}>`));
      expect(await counted()).eql({ done: 1 });
    });

    it('need nothing more where the message is gone', async () => {
      const effect = reaction();
      sandbox.remove(effect.message);
      await perform(effect);
      expect(await counted()).eql({ moot: 1 });
      expect(await failures()).eql([]);
    });

    it('that Discord refuses are noted, with why, and not tried again', async () => {
      await perform(reaction('nonsense:1'), 'react-1');
      expect(await counted()).eql({ refused: 1 });
      const [failure, ...others] = await failures();
      expect(others).eql([]);
      expect(failure).include({ job: 'react-1', guildId: place.guild, code: '10014' });
      expect(failure?.effect).property('emoji', 'nonsense:1');
    });

    it('with an emoji that Discord does not know are asked for once per guild and emoji', async () => {
      await perform(reaction('nonsense:1'), 'react-1');
      await perform(reaction('nonsense:1'), 'react-2');
      await perform(reaction(), 'react-3');
      expect(await counted()).eql({ refused: 1, spared: 1, done: 1 });
      expect((await failures()).map(({ job }) => job)).eql(['react-1']);
    });

    it('are given up, and noted, when Discord is away for too long', async () => {
      sandbox.trouble.refuseRest({ status: 503, times: 99 });
      const effect = reaction();
      now = () => timeOf(effect.message) + 10 * MINUTE;
      await perform(effect);
      expect((await failures()).map(({ code }) => code)).eql(['expired']);
    });

    it('are left out quietly when their turn comes too late', async () => {
      now = () => Date.now() + 11 * MINUTE;
      await perform(reaction());
      expect(requests()).eql([]);
      expect(await counted()).eql({ late: 1 });
      expect(await failures()).eql([]);
    });
  });

  describe('messages', () => {
    it('appear once, even when done twice', async () => {
      const greeting = greet();
      await perform(greeting);
      await perform(greeting);
      expect(requests()).length(2);
      expect(sandbox.world.channels.get(place.channel)?.messages.size).eq(1);
    });

    it('appear once where the answer was lost, and ping only who they say', async () => {
      sandbox.trouble.refuseRest({ status: 502, times: 2, afterwards: true });
      await perform(greet());
      expect(await counted()).eql({ later: 2, done: 1 });
      expect(sandbox.world.channels.get(place.channel)?.messages.size).eq(1);
      expect(sandbox.requests[0]?.body).deep.include({
        allowed_mentions: { parse: [], users: [place.user] },
        enforce_nonce: true,
      });
    });

    it('wait as long as Discord says', async () => {
      sandbox.trouble.refuseRest({ status: 429, times: 1 });
      await perform(greet());
      expect(sandbox.world.channels.get(place.channel)?.messages.size).eq(1);
    });

    it('for a channel that is gone are noted', async () => {
      await perform({ ...greet(), kind: 'say', channel: '404' } as Effect);
      expect((await failures()).map(({ status, code }) => [status, code])).eql([[404, '10003']]);
    });

    it('are kept with how they ended, as everything is but finished reactions', async () => {
      await perform(greet(), 'say-1');
      await perform(reaction(), 'react-1');
      await perform(reaction('🧌🧌'), 'react-2');
      await perform({ ...greet(), channel: '404' } as Effect, 'say-2');
      expect(kept.map(({ job, outcome, why }) => [job, outcome, why])).eql([
        ['say-1', 'done', null],
        ['react-2', 'refused', 'Unknown Emoji (404, 10014)'],
        ['say-2', 'refused', 'Unknown Channel (404, 10003)'],
      ]);
      expect(kept[0]?.ids).include.members([place.guild, place.channel, place.user]);
    });
  });

  describe('roles', () => {
    const roleNamed = (wanted: string) =>
      [...(sandbox.world.guilds.get(place.guild)?.roles.values() ?? [])].find(({ name }) => name === wanted)
        ?.id ?? '';
    const member = () => sandbox.world.guilds.get(place.guild)?.members.get(place.user);
    async function want(role: string): Promise<Extract<Effect, { kind: 'grant-role' }>> {
      const { guild, user } = place;
      const { db } = base.database;
      await db.raw('INSERT INTO guilds (id) VALUES (?) ON CONFLICT DO NOTHING', [guild]);
      await db.raw('INSERT INTO discord_users (id) VALUES (?) ON CONFLICT DO NOTHING', [user]);
      await db.raw('INSERT INTO guild_members (guild_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [
        guild,
        user,
      ]);
      await RoleGrant.query(db).delete();
      await RoleGrant.query(db).insert({ guildId: guild, userId: user, roleId: role, state: 'wanted' });
      return { kind: 'grant-role', guild, user, role };
    }
    const stateOf = (grant: Extract<Effect, { kind: 'grant-role' }>) => findGrant(base.database, grant);

    it('are given once, with a reason in the audit log', async () => {
      const grant = await want(roleNamed('Member'));
      await perform(grant);
      await perform(grant);
      expect(member()?.roles).include(grant.role);
      expect(sandbox.requests.map(({ reason }) => reason)).eql(['Earned with bytes']);
      expect((await stateOf(grant))?.state).eq('granted');
      expect(await counted()).eql({ done: 1, unwanted: 1 });
    });

    it('that Discord refuses say why, and can be asked for again', async () => {
      const grant = await want(roleNamed('Staff'));
      await perform(grant, 'grant-1');
      expect(await stateOf(grant)).include({ state: 'failed', why: 'Missing Permissions' });
      expect((await failures()).map(({ job, code }) => [job, code])).eql([['grant-1', '50013']]);
      await perform(await want(roleNamed('Staff')), 'grant-1');
      expect(requests()).length(2);
      expect(await failures()).length(1);
    });

    it('are not given to who left', async () => {
      const grant = await want(roleNamed('Member'));
      sandbox.leave(place.guild, place.user);
      await perform(grant);
      expect(await stateOf(grant)).include({ state: 'failed', why: 'Unknown Member' });
      expect(await failures()).eql([]);
    });

    it('are never given up while Discord is away', async () => {
      const grant = await want(roleNamed('Veteran'));
      sandbox.trouble.refuseRest({ status: 500, times: 2 });
      now = () => Date.now() + 60 * MINUTE;
      await perform(grant);
      expect((await stateOf(grant))?.state).eq('granted');
    });
  });

  it('that are done to a member or a channel are recorded before they are over, so that no kill leaves one out', async () => {
    const { guild } = place;
    await perform({ kind: 'punish', guild, case: '1', as: 'ban' }, 'punish-1');
    await perform({ kind: 'lift', guild, case: '1' }, 'lift-1');
    await perform({ kind: 'channel-deed', guild, deed: '1' }, 'deed-1');
    await perform(greet(), 'say-1');
    expect(kept.map(({ job }) => job)).eql(['punish-1', 'lift-1', 'deed-1', 'say-1']);
    expect(handedOver).eql(['punish-1', 'lift-1', 'deed-1']);
  });

  describe('in trouble', () => {
    it('ask once where a permission is missing, since refusals count against the bot', async () => {
      const [channel] = sandbox.world.guilds.get(place.guild)?.channels.values() ?? [];
      const deny = String(PermissionFlagsBits.AddReactions);
      const everyone = { id: place.guild, type: OverwriteType.Role, allow: '0', deny };
      channel?.overwrites.push(everyone, { ...everyone, id: sandbox.botId, type: OverwriteType.Member });
      await perform(reaction(), 'react-1');
      await perform(reaction(), 'react-2');
      expect(requests()).length(1);
      expect(await counted()).eql({ refused: 1, spared: 1 });
      expect((await failures()).map(({ job, status }) => [job, status])).eql([['react-1', 403]]);
      await perform(greet());
      expect(await counted()).eql({ refused: 1, spared: 1, done: 1 });
    });

    it('wait, and send nothing, where Discord refused too much', async () => {
      const minute = Math.floor(Date.now() / MINUTE);
      await base.redis.redis.hset(keys.invalidBudget(), String(minute), 9_000);
      const delayed = once(events, 'delayed');
      await queue.add('say', greet(), { jobId: 'held' });
      await delayed;
      expect(requests()).eql([]);
      expect(await counted()).eql({ held: 1 });
    });

    it('wait where Discord refuses the token, and go on with the same client', async () => {
      sandbox.trouble.refuseRest({ status: 401, times: 1 });
      const delayed = once(events, 'delayed');
      await queue.add('say', greet(), { jobId: 'held' });
      await delayed;
      expect(await counted()).eql({ held: 1 });
      await perform(reaction(), 'react-2');
      expect(await counted()).eql({ held: 1, done: 1 });
    });
  });
});
