import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { userId } from '../../scripts/sandbox/index.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { channelDeed, lift, log, punish } from '../../shared/effects/moderation.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { act, type Order } from '../../shared/moderation/act.ts';
import { type ChannelDeed, openDeed } from '../../shared/moderation/channel-deeds.ts';
import { endOnce } from '../maintenance/ends.ts';
import { guild } from '../squads/guild.fixture.ts';
import { dying } from './dying.fixture.ts';
import type { Kind } from './kind.ts';
import { openLogs } from './log-entry.ts';
import { useModeration } from './moderation.fixture.ts';
import { perform as performOnce } from './perform.ts';
import { kinds } from './routes.ts';

const [grace, linus] = ['grace', 'linus'].map(userId) as [string, string];
const moderator = { kind: 'member', id: userId('ada'), name: 'ada' } as const;

describe('what moderators do, where processes die', () => {
  const { swept, sandbox, context, did, channel, perform, stateOf, post } = useModeration();
  let operations = 0;

  const order = (kind: Order['kind'], user: string, seconds: number | null = null): Order => {
    operations += 1;
    const about = { reason: 'spam', seconds, deleteMessageSeconds: 0, evidence: null };
    return { guild, user, operation: `int:${operations}`, kind, actor: moderator, ...about };
  };
  const actOn = async (...orders: Order[]) =>
    (await act({ db: swept.db, log: silent }, orders, context().clock())).flatMap(
      ({ case: state, lifted }) => [punish(state), ...lifted.map((id) => lift({ id, guild }))],
    );
  async function deed(wanted: ChannelDeed) {
    operations += 1;
    const about = { guild, channel: channel().id, operation: `int:${operations}`, reason: '' };
    return openDeed({ db: swept.db }, { ...about, actor: moderator, deed: wanted });
  }
  const everyone = () => channel().overwrites.find(({ id }) => id === guild);
  const isBanned = (user: string) => sandbox().world.guilds.get(guild)?.bans.has(user);

  /** Lets a process die at each of its requests, before and after Discord got it, and then another one do it. */
  async function dieEverywhere(prepare: () => Promise<PlannedEffect>, look: () => Promise<void>) {
    for (let at = 0, deaths = 1; deaths > 0; at++) {
      deaths = 0;
      for (const afterwards of [false, true]) {
        const planned = await prepare();
        sandbox().clearRecords();
        const first = dying(context(), sandbox(), { at, afterwards });
        await performWith({ ...context(), ...first.deps }, planned);
        if (first.died()) deaths += 1;
        await performWith(context(), planned);
        await performWith(context(), planned);
        await look();
      }
    }
  }
  const performWith = (deps: ReturnType<typeof context>, { effect }: PlannedEffect) =>
    performOnce({ ...deps, follow: async () => {} }, kinds, effect.kind as Kind, effect as never);

  it('a ban happens once, and the member was told of it once', async () => {
    let id = '';
    await dieEverywhere(
      async () => {
        const user = sandbox().join(guild, { name: `raider ${operations}` }).user.id;
        const [ban] = await actOn(order('ban', user));
        if (ban?.effect.kind !== 'punish') throw new Error('no ban is due');
        id = ban.effect.case;
        return ban;
      },
      async () => {
        expect(await stateOf({ id })).eql(['done', null, 'none']);
        expect(did({ is: 'ban' })).length(1);
        expect(did({ is: 'message' }).map(({ guild: where }) => where)).eql([null]);
      },
    );
  });

  it('a purge deletes as many messages as were asked for', async () => {
    const stays = post('older');
    await dieEverywhere(
      async () => {
        for (let count = 0; count < 3; count++) post(`spam ${count}`);
        const before = post('later');
        const { id } = await deed({ is: 'purge', count: 3, user: grace, before });
        return channelDeed({ id, guild });
      },
      async () => {
        expect(did({ is: 'delete' })).length(3);
        sandbox().remove([...channel().messages.keys()].at(-1) ?? '');
        expect([...channel().messages.keys()].at(-1)).eq(stays);
      },
    );
  });

  it('an unlocked channel is as it was before it was locked', async () => {
    const before = { ...everyone() };
    await dieEverywhere(
      async () => channelDeed({ id: (await deed({ is: 'lock' })).id, guild }),
      async () => {
        expect(BigInt(everyone()?.deny ?? 0) & P.SendMessages).eq(P.SendMessages);
        const { id } = await deed({ is: 'unlock' });
        await performWith(context(), channelDeed({ id, guild }));
        expect(everyone()?.deny ?? '0').eq(before.deny ?? '0');
        expect(everyone()?.allow ?? '0').eq(before.allow ?? '0');
      },
    );
  });

  it('entries of a log come once, however they are put together afterwards', async () => {
    const texts = () =>
      did({ is: 'message' }).flatMap(({ target }) =>
        (channel().messages.get(target ?? '')?.embeds ?? []).map(({ description }) => description),
      );
    for (const afterwards of [false, true]) {
      sandbox().clearRecords();
      const entries = ['a', 'b', 'c', 'd'].map((name) => {
        const nonce = `${name}${afterwards}`;
        return log({ guild, channel: channel().id, embeds: [{ description: name }], nonce });
      });
      const sendAll = (deps: ReturnType<typeof context>, some: PlannedEffect[]) => {
        const { send } = openLogs(0);
        return some.map(({ effect }) => send(deps, effect as Parameters<typeof send>[1]));
      };
      const first = dying(context(), sandbox(), { at: 0, afterwards });
      await Promise.allSettled(sendAll({ ...context(), ...first.deps }, entries.slice(0, 3)));
      expect(first.died()).eq(true);
      const [a, b, c, d] = entries as [PlannedEffect, PlannedEffect, PlannedEffect, PlannedEffect];
      await Promise.all(sendAll(context(), [d, c, b, a]));
      await Promise.all(sendAll(context(), [a, d]));
      expect(texts().sort()).eql(['a', 'b', 'c', 'd']);
    }
  });

  it('a ban that a moderator ends while its job waits is not repeated', async () => {
    const [ban, again] = [...(await actOn(order('ban', linus))), ...(await actOn(order('unban', linus)))];
    await perform(ban, again);
    await perform(ban);
    expect(did({ is: 'ban' })).eql([]);
    expect(isBanned(linus)).eq(false);
  });

  it('a ban that may be under way when a moderator ends it does not stand', async () => {
    const [ban] = await actOn(order('ban', linus));
    const first = dying(context(), sandbox(), { at: 2, afterwards: true });
    await performWith({ ...context(), ...first.deps }, ban as PlannedEffect);
    expect(isBanned(linus)).eq(true);
    const ends = await actOn(order('unban', linus));
    await perform(ban, ...ends);
    await swept.db('moderation_cases').update({ changed_at: new Date(Date.now() - MINUTE) });
    for (const _ of [1, 2]) await swept.sweep();
    expect(did({ is: 'ban' })).length(1);
    expect(isBanned(linus)).eq(false);
    expect(await swept.db('moderation_cases').where({ effect: 'wanted' }).orWhere({ lift: 'wanted' })).eql(
      [],
    );
  });

  it('is asked for again, once, after the queues were lost', async () => {
    const spam = [post('spam'), post('spam')];
    const before = post('later');
    const [ban, kick] = await actOn(order('ban', linus), order('kick', grace));
    const { id } = await deed({ is: 'purge', count: 2, user: null, before });
    await swept.db.raw("UPDATE moderation_cases SET changed_at = now() - interval '1 minute'");
    await swept.db.raw("UPDATE channel_deeds SET changed_at = now() - interval '1 minute'");
    await swept.redis.flushdb();
    for (const _ of [1, 2]) await swept.sweep();
    await perform(ban, kick, channelDeed({ id, guild }));
    expect(did({ is: 'ban' })).length(1);
    expect(did({ is: 'kick' })).length(1);
    expect(did({ is: 'delete' }).map(({ target }) => target)).members(spam);
  });

  it('the end of a ban that was lost with Redis is asked for again without the sweep', async () => {
    const user = joinedNow('banned');
    await perform(...(await actOn(order('ban', user, 600))));
    swept.at.bot.pass(600 * SECOND);
    await endOnce(context());
    await swept.redis.flushdb();
    await swept.db('moderation_cases').update({ changed_at: new Date(Date.now() - MINUTE) });
    for (const _ of [1, 2]) await endOnce(context());
    await swept.at.doEffects();
    expect(did({ is: 'unban' }).map(({ target }) => target)).eql([user]);
  });

  it('a temporary ban ends on time, though everything was restarted', async () => {
    const [short, long] = [joinedNow('short'), joinedNow('long')];
    await perform(...(await actOn(order('ban', short, 600), order('ban', long, 601))));
    await swept.redis.flushdb();
    swept.at.bot.pass(600 * SECOND);
    for (const _ of [1, 2]) await endOnce(context());
    await swept.at.doEffects();
    expect(did({ is: 'unban' }).map(({ target }) => target)).eql([short]);
    expect([short, long].map(isBanned)).eql([false, true]);
    const cases = await swept.db('moderation_cases').orderBy('number');
    expect(cases.map(({ lift: state, resolved_by }) => [state, resolved_by])).eql([
      ['done', 'Smarter Dev'],
      ['none', null],
    ]);
  });
  const joinedNow = (name: string) => sandbox().join(guild, { name }).user.id;
}).timeout(30_000);
