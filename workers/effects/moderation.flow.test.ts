import { REST } from '@discordjs/rest';
import { expect } from 'chai';
import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { userId } from '../../scripts/sandbox/index.ts';
import { holdLockdown } from '../../shared/automod/lockdown.ts';
import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { packEvent } from '../../shared/core/wire.ts';
import {
  lift,
  lockdown,
  log,
  lookUpInvite,
  planDeletions,
  punish,
  tellMember,
} from '../../shared/effects/moderation.ts';
import { guild } from '../squads/guild.fixture.ts';
import { useModeration } from './moderation.fixture.ts';
import { startEffects } from './start.ts';

const [ada, grace, linus] = ['ada', 'grace', 'linus'].map(userId) as [string, string, string];

describe('moderation on Discord', () => {
  const { swept, sandbox, context, did, asked, channel, ask, perform, failures, joined, ...made } =
    useModeration();
  const { open, stateOf, want, deletionOf, post, wish } = made;

  describe('punishments', () => {
    it('happen once each, though their answers are lost and they are asked for twice', async () => {
      const cases = [
        await open('timeout', grace, { reason: 'spam' }),
        await open('kick', linus),
        await open('ban', joined(), { delete_message_seconds: 3_600 }),
      ];
      for (const match of [/^PATCH/, /^DELETE/, /^PUT/])
        sandbox().trouble.refuseRest({ status: 502, times: 1, afterwards: true, match });
      await perform(...cases.map(punish));
      await perform(...cases.map(punish));
      expect(did({ is: 'timeout' }).map(({ target }) => target)).eql([grace]);
      expect(did({ is: 'kick' }).map(({ target }) => target)).eql([linus]);
      expect(did({ is: 'ban' }).map(({ target, more }) => [target, more])).eql([
        [joined(), { deleteSeconds: 3_600 }],
      ]);
      expect(asked()).length(6);
      const [timeout, kick, ban] = await Promise.all(cases.map(stateOf));
      expect([timeout, ban]).eql(Array(2).fill(['done', null, 'none']));
      expect(kick).eql(['done', 'The member has left the server.', 'none']);
      expect(sandbox().requests.map(({ reason }) => reason)).include('Case 1: spam');
    });

    it('wait for no reactions, however many of those wait for Discord', async () => {
      let cut = (_: Error) => {};
      const held = new Promise<never>((_, reject) => {
        cut = reject;
      });
      const openRest = () => {
        const rest = new REST({ api: sandbox().api, version: '10' }).setToken(sandbox().token);
        const request = rest.options.makeRequest;
        rest.options.makeRequest = (url, init) => (url.includes('/reactions/') ? held : request(url, init));
        return rest;
      };
      const react = {
        kind: 'react',
        guild,
        channel: channel().id,
        message: post('hello'),
        emoji: '🪙',
      } as const;
      const reactions = Array.from({ length: 80 }, (_, i) => ({ id: `react-${i}`, effect: react }));
      await ask(...reactions);
      const running = startEffects(context(), openRest).begin({ index: 0, of: 1 });
      const queue = context().queue('effects', { index: 0, of: 1 });
      try {
        while ((await queue.getActiveCount()) < 64) await new Promise(setImmediate);
        await ask(punish(await open('ban', grace)));
        await sandbox().waitFor(() => did({ is: 'ban', target: grace })[0]);
        expect(did({ is: 'reaction' })).eql([]);
      } finally {
        cut(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
        await running.close();
      }
    });

    it('are ended by cases of their own, once, and where there is nothing to end that is said', async () => {
      await perform(punish(await open('timeout', grace)), punish(await open('ban', linus)));
      sandbox().clearRecords();
      const ends = [await open('untimeout', grace), await open('unban', linus), await open('unban', linus)];
      for (const each of ends) await perform(punish(each));
      await perform(...ends.map(punish));
      expect(did({ is: 'timeout' }).map(({ more }) => more)).eql([{ until: null }]);
      expect(did({ is: 'unban' }).map(({ target }) => target)).eql([linus]);
      expect(await Promise.all(ends.map(stateOf))).eql([
        ['done', null, 'none'],
        ['done', null, 'none'],
        ['done', 'There was no ban.', 'none'],
      ]);
    });

    it('are told of before, which holds them up for a second at most', async () => {
      sandbox().closeMessages(linus);
      const cases = [
        await open('kick', grace, { tells_first: true }),
        await open('ban', linus, { tells_first: true }),
      ];
      await perform(...cases.map(punish));
      sandbox().trouble.silence(/users\/@me\/channels/);
      const late = await open('ban', joined(), { tells_first: true });
      await perform(punish(late));
      await perform(punish(late));
      expect(did({ is: 'message' })).length(1);
      expect(did({ is: 'kick' }).map(({ target }) => target)).eql([grace]);
      expect(did({ is: 'ban' }).map(({ target }) => target)).eql([linus, joined()]);
      expect(await failures()).eql([]);
    });

    it('that Discord refuses say why, with the case and among the failed effects', async () => {
      sandbox().leave(guild, linus);
      const [owner, gone, banned] = [
        await open('timeout', ada),
        await open('timeout', linus),
        await open('ban', linus, { reason: '🙂'.repeat(600) }),
      ];
      await perform(punish(owner), punish(gone), punish(banned));
      expect(await Promise.all([owner, gone, banned].map(stateOf))).eql([
        ['failed', 'Missing Permissions', 'none'],
        ['failed', 'The member has left the server.', 'none'],
        ['done', null, 'none'],
      ]);
      expect(await failures()).eql([`punish-${owner.id}-timeout 50013`]);
    });

    it('are not asked for where the case became another one, was taken back, resolved, or is over', async () => {
      const upgraded = await open('ban', grace);
      const resolved = await open('kick', linus, { resolved_at: new Date() });
      const lifted = await open('timeout', grace, { lift: 'wanted' });
      const over = await open('timeout', grace, { ends_at: new Date(Date.now() - MINUTE) });
      await perform(punish({ ...upgraded, kind: 'timeout' }), ...[resolved, lifted, over].map(punish));
      expect(asked()).eql([]);
      expect(
        (await Promise.all([upgraded, resolved, lifted, over].map(stateOf))).map(([effect]) => effect),
      ).eql(['wanted', 'none', 'none', 'none']);
    });
  });

  describe('lifts', () => {
    it('end a timeout and a ban once, and are done where there is none any more', async () => {
      const cases = [
        await open('timeout', grace),
        await open('ban', linus),
        await open('ban', joined(), { effect: 'done' }),
      ];
      await perform(...cases.slice(0, 2).map(punish));
      sandbox().clearRecords();
      await swept.db('moderation_cases').update({ lift: 'wanted' });
      await perform(...cases.map(lift));
      await perform(...cases.map(lift));
      expect(did({ is: 'timeout' }).map(({ more }) => more)).eql([{ until: null }]);
      expect(did({ is: 'unban' }).map(({ target }) => target)).eql([linus]);
      expect((await Promise.all(cases.map(stateOf))).map(([, , lifted]) => lifted)).eql([
        'done',
        'done',
        'done',
      ]);
      expect(asked()).length(3);
      expect(await failures()).eql([]);
    });

    it('leave what else stands: another ban, and the timeout that ends last, whichever was asked for last', async () => {
      const [soon, late] = [10, 60].map((minutes) => new Date(Date.now() + minutes * MINUTE));
      const longer = await open('timeout', grace, { ends_at: late });
      const shorter = await open('timeout', grace, { ends_at: soon });
      const [over, standing] = [await open('ban', linus), await open('ban', linus)];
      await perform(...[longer, shorter, over, standing].map(punish));
      await swept
        .db('moderation_cases')
        .whereIn('id', [shorter.id, over.id])
        .update({ lift: 'wanted', resolved_at: new Date() });
      await perform(lift(shorter), lift(over));
      const until = did({ is: 'timeout', target: grace }).map(({ more }) => more);
      expect(new Set(until.map((more) => JSON.stringify(more)))).eql(
        new Set([JSON.stringify({ until: late?.toISOString() })]),
      );
      expect(did({ is: 'unban' })).eql([]);
      expect((await Promise.all([shorter, over].map(stateOf))).map(([, , lifted]) => lifted)).eql([
        'done',
        'done',
      ]);
    });

    it('that overtake their punishment are done again', async () => {
      const one = await open('timeout', grace, { lift: 'wanted' });
      await perform(lift(one));
      expect(await stateOf(one)).eql(['wanted', null, 'wanted']);
      await perform(punish(one), lift(one));
      await perform(lift(one));
      expect((await stateOf(one))[2]).eq('done');
      expect(sandbox().world.guilds.get(guild)?.members.get(grace)?.timeoutUntil ?? null).eq(null);
    });
  });

  describe('deletions', () => {
    it('are one request for many messages, each gone once, and none that nobody wants gone', async () => {
      const messages = Array.from({ length: 5 }, (_, i) => post(`spam ${i}`));
      const innocent = post('hello');
      sandbox().remove(messages[4] ?? '');
      await want(messages);
      await want([innocent], 'none');
      sandbox().clearRecords();
      const planned = planDeletions([...messages, innocent, ...messages].map(wish));
      await perform(...planned);
      await perform(...planned);
      expect(did({ is: 'delete' }).map(({ target }) => target)).members(messages.slice(0, 4));
      expect(asked()).eql(['POST 204']);
      expect(await Promise.all(messages.map(deletionOf))).eql(messages.map(() => 'done'));
      expect(channel().messages.has(innocent)).eq(true);
    });

    it('of a channel that has more of them than Discord takes requests go together', async () => {
      const messages = Array.from({ length: 30 }, (_, i) => post(`raid ${i}`));
      await want(messages);
      sandbox().clearRecords();
      await perform(...messages.flatMap((message) => planDeletions([wish(message)])));
      expect(did({ is: 'delete' })).length(30);
      expect(asked().length).lt(15); // two where nothing else is going on
      expect(new Set(await Promise.all(messages.map(deletionOf)))).eql(new Set(['done']));
    });

    it('go one by one where Discord takes them no more together, and what is gone is done', async () => {
      const old = [post('a'), post('b'), post('c')];
      swept.at.bot.pass(15 * DAY);
      const recent = [post('d'), post('e')];
      await want([...old, ...recent]);
      sandbox().remove(old[1] ?? '');
      sandbox().clearRecords();
      await perform(...planDeletions([...old, ...recent].map(wish)));
      expect(asked().sort()).eql(['DELETE 204', 'DELETE 204', 'DELETE 404', 'POST 204']);
      expect(await Promise.all([...old, ...recent].map(deletionOf))).eql(Array(5).fill('done'));
    });

    it('that Discord forbids are failed, with why', async () => {
      const [one, other] = [post('a'), post('b')];
      await want([one, other]);
      const deny = String(P.ManageMessages);
      channel().overwrites.push({ id: sandbox().botId, type: OverwriteType.Member, allow: '0', deny });
      sandbox().clearRecords();
      await perform(...planDeletions([wish(one)]), ...planDeletions([wish(other)]));
      expect(new Set(await Promise.all([one, other].map(deletionOf)))).eql(new Set(['failed']));
      expect((await failures()).map((each) => each.split(' ')[1])).include('50013');
    });
  });

  it('is asked for again, once, after the queues were lost', async () => {
    const messages = [post('a'), post('b')];
    await want(messages, 'wanted', new Date(Date.now() - MINUTE));
    const [ban, timeout] = [
      await open('ban', linus),
      await open('timeout', grace, { effect: 'done', lift: 'wanted' }),
    ];
    const young = await open('kick', joined());
    await holdLockdown(swept, { guild, rule: '1', since: new Date(), heldAt: new Date(), calmMs: HOUR });
    await swept
      .db('moderation_cases')
      .whereNot({ id: young.id })
      .update({ changed_at: new Date(Date.now() - MINUTE) });
    await ask(punish(ban), lift(timeout), lockdown(guild), ...planDeletions(messages.map(wish)));
    await swept.redis.flushdb();
    sandbox().clearRecords();
    for (const _ of [1, 2]) await swept.sweep();
    expect(did({ is: 'ban' })).length(1);
    expect(did({ is: 'delete' })).length(2);
    expect(asked().sort()).eql(['PATCH 200', 'POST 204', 'PUT 200', 'PUT 204']);
    expect(await stateOf(young)).eql(['wanted', null, 'none']);
  });

  it('tells members once, whoever takes messages, and log channels without pinging', async () => {
    const told = tellMember({ guild, user: grace, content: 'You were warned.', nonce: 'firing:1' });
    const entry = log({
      guild,
      channel: channel().id,
      embeds: [{ description: `<@${ada}>` }],
      nonce: 'batch:1',
    });
    sandbox().closeMessages(linus);
    const closed = tellMember({ guild, user: linus, content: 'You were warned.', nonce: 'firing:2' });
    await perform(told, entry, closed);
    await perform(told, entry);
    const said = did({ is: 'message' });
    expect(said.map(({ guild: where }) => where).sort()).eql([guild, null]);
    expect(channel().messages.get(said.find((each) => each.guild)?.target ?? '')?.mentions).eql([]);
    expect(await failures()).eql([]);
  });

  describe('lockdowns', () => {
    const paused = () => sandbox().world.guilds.get(guild)?.incidents;
    const hold = (heldAt: number) =>
      holdLockdown(swept, {
        guild,
        rule: '1',
        since: new Date(heldAt),
        heldAt: new Date(heldAt),
        calmMs: 10 * MINUTE,
      });
    const now = () => context().clock();

    it('are renewed while joins come too fast, with few requests, and end themselves', async () => {
      for (let minute = 0; minute < 6; minute++) {
        await hold(now());
        await perform(lockdown(guild));
        swept.at.bot.pass(MINUTE);
      }
      expect(asked().length).within(2, 3);
      expect(Date.parse(paused()?.invitesUntil ?? '')).gt(now());
      await swept.sweep();
      expect(paused()?.messagesUntil).not.eq(null);
      swept.at.bot.pass(10 * MINUTE);
      sandbox().clearRecords();
      for (const _ of [1, 2]) await swept.sweep();
      expect(asked()).eql(['PUT 200']);
      expect(paused()).include({ invitesUntil: null, messagesUntil: null });
    });

    it('that Discord refuses say so, and are asked for again only with the next raid', async () => {
      sandbox().trouble.refuseRest({ status: 403, code: 50_013, times: 1 });
      await hold(now());
      await perform(lockdown(guild));
      expect((await swept.db('lockdowns').first()).answer).a('string');
      await swept.sweep();
      expect(asked()).eql(['PUT 403']);
      swept.at.bot.pass(20 * MINUTE);
      await hold(now());
      await perform(lockdown(guild));
      expect(paused()?.invitesUntil).a('string');
      expect((await swept.db('lockdowns').first()).answer).eq(null);
    });
  });

  it('looks invites up once, and has their messages handled again', async () => {
    const { code, guildId: elsewhere } = sandbox().addInvite({ code: 'Foreign', guild: 'Elsewhere' });
    const event = (id: string) =>
      packEvent({ t: 'GUILD_DELETE', id, at: timeOf(grace), d: { guild, unavailable: true } });
    const planned = ['1', '2'].flatMap((id) =>
      [code, 'nonsense'].map((each) => lookUpInvite({ guild, code: each, event: event(id) })),
    );
    await perform(...planned);
    await perform(...planned);
    expect(asked().sort()).eql(['GET 200', 'GET 404']);
    expect(await swept.redis.mget(keys.invite(code), keys.invite('nonsense'))).eql([elsewhere, 'none']);
    const jobs = await context().queue('events', { index: 0, of: 1 }).getJobs();
    expect(jobs.map(({ id }) => id).sort()).eql(
      [`again-1-${code}`, `again-2-${code}`, 'again-1-nonsense', 'again-2-nonsense'].sort(),
    );
  });
}).timeout(20_000);
