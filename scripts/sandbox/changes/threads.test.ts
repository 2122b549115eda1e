import { expect } from 'chai';
import { GatewayIntentBits, PermissionFlagsBits as P, Routes } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { channelPermissions } from '../permissions.ts';
import { connectLibrary, type LibraryClient } from '../testing/library-client.ts';
import { identifyData, rawClient } from '../testing/raw-client.ts';
import { channelIn, guildIn, memberIn } from '../world/lookups.ts';

describe('sandbox: threads', () => {
  let sandbox: Sandbox;
  let bot: LibraryClient;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [grace, linus] = [userId('grace'), userId('linus')];

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 1 });
    bot = await connectLibrary(sandbox);
  });
  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  const may = (user: string, thread: string, bit: bigint) => {
    const home = guildIn(sandbox.world, guild);
    const channel = channelIn(sandbox.world, thread);
    return (channelPermissions(home, channel, memberIn(home, user), Date.now()) & bit) !== 0n;
  };

  it('start from a message, are archived, locked and deleted, each announced', async () => {
    const message = sandbox.message({ guild, author: grace, content: 'who helps?' });
    const made = await bot.rest.post(Routes.threads(general, message.id), { body: { name: 'help' } });
    expect(made).to.include({ id: message.id, parent_id: general, owner_id: sandbox.botId, type: 11 });
    await bot.dispatch('THREAD_CREATE', ({ id }) => id === message.id);
    await bot.dispatch('MESSAGE_UPDATE', ({ thread }) => Object(thread).id === message.id);
    expect(await bot.rest.get(Routes.guildActiveThreads(guild)))
      .to.have.property('threads')
      .with.lengthOf(1);
    await bot.rest.patch(Routes.channel(message.id), { body: { archived: true, locked: true } });
    await bot.dispatch('THREAD_UPDATE', ({ thread_metadata }) => Object(thread_metadata).locked === true);
    expect(await bot.rest.get(Routes.guildActiveThreads(guild)))
      .to.have.property('threads')
      .with.lengthOf(0);
    expect(() => sandbox.message({ guild, channel: message.id, author: grace, content: 'hello?' })).to.throw(
      /locked/,
    );
    await bot.rest.delete(Routes.channel(message.id));
    await bot.dispatch('THREAD_DELETE', ({ id }) => id === message.id);
    const channels = Object(await bot.rest.get(Routes.guildChannels(guild)));
    expect(channels.map(({ id }: { id: string }) => id)).not.to.include(message.id);
  });

  it('inherit their parent’s overwrites, but Send Messages in Threads says who writes there', () => {
    const { id } = sandbox.openThread({ channel: general, name: 'aside', by: grace });
    sandbox.setOverwrite(general, { id: guild, type: 0, allow: '0', deny: String(P.SendMessages) });
    expect(may(grace, general, P.SendMessages)).to.equal(false);
    expect(may(grace, id, P.SendMessages)).to.equal(true);
    sandbox.setOverwrite(general, { id: guild, type: 0, allow: '0', deny: String(P.SendMessagesInThreads) });
    expect(may(grace, general, P.SendMessages)).to.equal(true);
    expect(may(grace, id, P.SendMessages)).to.equal(false);
    sandbox.setOverwrite(general, { id: guild, type: 0, allow: '0', deny: String(P.ViewChannel) });
    expect(may(grace, id, P.ViewChannel)).to.equal(false);
  });

  it('tell the bot when it is added or removed itself, without the members intent', async () => {
    const client = rawClient(sandbox.api);
    await client.payload(({ op }) => op === 10);
    client.send(2, identifyData(sandbox.token, { intents: GatewayIntentBits.Guilds }));
    await client.event('GUILD_CREATE');
    const { id } = sandbox.openThread({ channel: general, name: 'aside', by: grace });
    await client.event('THREAD_CREATE');
    await bot.rest.put(Routes.threadMembers(id, linus));
    await bot.rest.put(Routes.threadMembers(id, '@me'));
    await bot.rest.delete(Routes.threadMembers(id, '@me'));
    const told = ({ t }: { t: string | null }) => t === 'THREAD_MEMBERS_UPDATE';
    await client.payload((payload) => told(payload) && payload.d.removed_member_ids !== undefined);
    expect(client.received.filter(told).map(({ d }) => d.member_count)).to.deep.equal([3, 2]);
    client.close(1_000);
  });

  it('that are private are there for their members only, and for Manage Threads', async () => {
    const { id } = sandbox.openThread({ channel: general, name: 'quiet', by: grace, private: true });
    expect([may(grace, id, P.ViewChannel), may(linus, id, P.ViewChannel)]).to.deep.equal([true, false]);
    await bot.rest.put(Routes.threadMembers(id, linus));
    expect(may(linus, id, P.ViewChannel)).to.equal(true);
    await bot.rest.delete(Routes.threadMembers(id, linus));
    expect(may(linus, id, P.ViewChannel)).to.equal(false);
  });
});
