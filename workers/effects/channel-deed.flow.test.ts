import { expect } from 'chai';
import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { userId } from '../../scripts/sandbox/index.ts';
import { DAY } from '../../shared/core/clock.ts';
import { channelDeed } from '../../shared/effects/moderation.ts';
import { type ChannelDeed, openDeed, readDeed } from '../../shared/moderation/channel-deeds.ts';
import { retryDeed } from '../../shared/moderation/retry-deed.ts';
import { guild } from '../squads/guild.fixture.ts';
import { useModeration } from './moderation.fixture.ts';

const actor = { kind: 'member', id: userId('ada'), name: 'ada' } as const;
const locked = P.SendMessages | P.SendMessagesInThreads | P.CreatePublicThreads | P.CreatePrivateThreads;

describe('deeds in channels', () => {
  const { swept, sandbox, did, channel, perform, post } = useModeration();
  let operations = 0;

  async function open(deed: ChannelDeed): Promise<string> {
    operations += 1;
    const about = { guild, channel: channel().id, operation: `int:${operations}`, reason: 'a raid' };
    return (await openDeed({ db: swept.db }, { ...about, actor, deed })).id;
  }
  async function doDeed(deed: ChannelDeed): Promise<string> {
    const id = await open(deed);
    await perform(channelDeed({ id, guild }));
    await perform(channelDeed({ id, guild }));
    return id;
  }
  const stateOf = async (id: string) => {
    const deed = await readDeed({ db: swept.db }, guild, id);
    return [deed?.effect, deed?.answer, deed?.result];
  };
  const everyone = () => {
    const found = channel().overwrites.find(({ id }) => id === guild);
    return { allow: BigInt(found?.allow ?? 0), deny: BigInt(found?.deny ?? 0) };
  };
  const put = (allow: bigint, deny: bigint) => {
    const others = channel().overwrites.filter(({ id }) => id !== guild);
    const own = { id: guild, type: OverwriteType.Role, allow: String(allow), deny: String(deny) };
    channel().overwrites.splice(0, Number.POSITIVE_INFINITY, ...others, own);
  };

  it('purge the latest messages of a member, but none that are too old, and say so', async () => {
    const old = post('old');
    swept.at.bot.pass(15 * DAY);
    const spam = [post('spam'), post('spam')];
    const other = sandbox().message({
      guild,
      channel: channel().id,
      author: userId('linus'),
      content: 'hello',
    }).id;
    const before = post('written after the command');
    const id = await doDeed({ is: 'purge', count: 10, user: userId('grace'), before });
    expect(await stateOf(id)).eql(['done', null, { is: 'purge', messages: spam.reverse(), older: 1 }]);
    expect([...channel().messages.keys()]).include.members([old, other, before]);
    expect(did({ is: 'delete' })).length(2);
  });

  it('set a slow mode', async () => {
    expect(await stateOf(await doDeed({ is: 'slowmode', seconds: 30 }))).eql(['done', null, null]);
    expect(channel().slowmode).eq(30);
    expect(sandbox().requests.map(({ reason }) => reason)).include('ada: a raid');
  });

  it('lock a channel, however often, and give back what stood there', async () => {
    put(P.SendMessages | P.AttachFiles, P.CreatePublicThreads);
    const before = everyone();
    for (const _ of [1, 2]) await doDeed({ is: 'lock' });
    expect(everyone()).eql({ allow: P.AttachFiles, deny: locked });
    await doDeed({ is: 'unlock' });
    expect(everyone()).eql(before);
    put(0n, locked | P.AttachFiles);
    await doDeed({ is: 'unlock' });
    expect(everyone()).eql({ allow: 0n, deny: P.AttachFiles });
  });

  it('are not done any more once something later was', async () => {
    const lock = await open({ is: 'lock' });
    await doDeed({ is: 'unlock' });
    sandbox().clearRecords();
    await perform(channelDeed({ id: lock, guild }));
    expect((await stateOf(lock))[0]).eq('none');
    expect(sandbox().requests).eql([]);
  });

  it('that Discord refuses say why, and can be asked for once more', async () => {
    sandbox().trouble.refuseRest({ status: 403, code: 50_013, times: 1, match: /^PATCH/ });
    const id = await open({ is: 'slowmode', seconds: 60 });
    await perform(channelDeed({ id, guild }));
    expect((await stateOf(id))[0]).eq('failed');
    expect([await again(id), await again(id)], 'wanted once, and answered the same').eql([true, true]);
    expect(await swept.db('audit_entries').where({ action: 'deed.retried' })).length(1);
    await perform(channelDeed({ id, guild }));
    expect(await stateOf(id)).eql(['done', null, null]);
    expect(await again(id)).eq(false);
  });
  const again = (id: string) => retryDeed({ db: swept.db }, guild, id, { actor });

  it('that Discord refused long ago find what stands there by now; what may have been done stays known', async () => {
    put(P.SendMessages, 0n);
    sandbox().trouble.refuseRest({ status: 403, code: 50_013, times: 1, match: /^PUT/ });
    const lock = await doDeed({ is: 'lock' });
    expect((await stateOf(lock))[0]).eq('failed');
    put(0n, P.CreatePublicThreads);
    const now = everyone();
    await again(lock);
    await perform(channelDeed({ id: lock, guild }));
    expect(everyone()).eql({ allow: 0n, deny: locked });
    await doDeed({ is: 'unlock' });
    expect(everyone()).eql(now);

    const unsure = await doDeed({ is: 'lock' });
    const [, , result] = await stateOf(unsure);
    await swept.db('channel_deeds').where({ id: unsure }).update({ effect: 'failed' });
    const job = { job: `deed-${unsure}`, guild_id: guild, effect: {}, status: 0, code: 'bug', why: '' };
    await swept.db('failed_effects').insert({ ...job, failed_at: new Date() });
    await again(unsure);
    expect(await stateOf(unsure)).eql(['wanted', null, result]);
  });

  it('are told of in the case log once they are settled, each time that they are, whoever asked for them', async () => {
    const log = sandbox().addChannel(guild, { name: 'case-log' });
    await swept.db('moderation_configs').insert({ guild_id: guild, values: { caseLog: log.id } });
    const titles = () => [...log.messages.values()].flatMap(({ embeds }) => embeds.map(({ title }) => title));
    sandbox().trouble.refuseRest({ status: 403, code: 50_013, times: 1, match: /^PATCH/ });
    const id = await open({ is: 'slowmode', seconds: 60 });
    await swept.at.doEffects();
    expect(titles(), 'it was only asked for').eql([]);
    for (let time = 0; time < 2; time++) {
      await perform(channelDeed({ id, guild }));
      expect(titles()).eql(['Change of slow mode']);
    }
    await again(id);
    for (let time = 0; time < 2; time++) await perform(channelDeed({ id, guild }));
    expect(titles()).eql(['Change of slow mode', 'Slow mode changed']);
    const lock = await open({ is: 'lock' });
    await doDeed({ is: 'unlock' });
    await perform(channelDeed({ id: lock, guild }));
    expect(titles().slice(2)).eql(['Channel unlocked', 'Lock of a channel']);
  });
}).timeout(20_000);
