import { expect } from 'chai';
import { type Client, type ClientEvents, DiscordAPIError, Events } from 'discord.js';
import { guildId, type Sandbox, startSandbox, userId } from './index.ts';
import { smallWorld } from './seed/world.ts';
import { startStockBot } from './testing/stock-bot.ts';

describe('sandbox: a stock discord.js bot takes it for Discord', () => {
  let sandbox: Sandbox;
  let bot: Client<true>;
  const guild = guildId('Workshop');
  const [ada, grace, linus] = ['ada', 'grace', 'linus'].map(userId) as [string, string, string];

  beforeEach(async () => {
    const [workshop] = smallWorld.guilds;
    if (!workshop) throw new Error('the small world has a guild');
    const members = [...(workshop.members ?? []), { name: 'silent', closedToMessages: true }];
    sandbox = await startSandbox({ world: { guilds: [{ ...workshop, members }] } });
    bot = await startStockBot(sandbox);
  });
  afterEach(async () => {
    await bot.destroy();
    const { violations } = sandbox;
    await sandbox.stop();
    expect(violations).to.deep.equal([]);
  });

  const next = <E extends keyof ClientEvents>(event: E) =>
    new Promise<ClientEvents[E]>((resolve) => bot.once(event, (...told) => resolve(told)));
  const deedsOn = (target: string) => sandbox.deeds.filter((deed) => deed.target === target);

  it('logs in, has the guild with its roles and channels, and registers commands', async () => {
    expect(bot.user.id).to.equal(sandbox.botId);
    const known = bot.guilds.cache.get(guild);
    expect([known?.name, known?.memberCount, known?.ownerId]).to.deep.equal(['Workshop', 7, ada]);
    expect(known?.channels.cache.map(({ name }) => name)).to.have.members(['general', 'help']);
    expect(known?.members.me?.permissions.has('BanMembers')).to.equal(true);
    const registered = sandbox.world.commands.get('global') ?? [];
    expect(registered.map(({ name }) => name)).to.deep.equal(['hello', 'remove']);
  });

  it('answers a command, its button and its form', async () => {
    const asked = sandbox.slash({ guild, user: grace, name: 'hello' });
    const edited = await sandbox.waitFor(() => {
      const { original } = sandbox.world.interactions.get(asked.id) ?? {};
      return original?.content === 'Who are you?' && original;
    });
    const pressed = sandbox.click({ message: edited, user: grace, customId: 'introduce' });
    await sandbox.waitFor(() => sandbox.world.interactions.get(pressed.id)?.modal);
    const sent = sandbox.submit({ modal: pressed, fields: { name: 'Grace' } });
    expect(await sent.message()).to.include({ content: 'Hello Grace!' });
  });

  it('times a member out and bans them, each once', async () => {
    await sandbox.slash({ guild, user: ada, name: 'remove', options: { member: linus } }).message();
    expect(sandbox.world.guilds.get(guild)?.bans.get(linus)).to.include({ reason: 'spam' });
    expect(deedsOn(linus).map(({ is, by }) => [is, by])).to.deep.equal([
      ['timeout', sandbox.botId],
      ['ban', sandbox.botId],
    ]);
  });

  it('resumes after its socket was cut, and misses nothing', async () => {
    const resumed = next(Events.ShardResume);
    const received = next(Events.MessageCreate);
    sandbox.trouble.dropSockets();
    sandbox.message({ guild, author: grace, content: 'while you were away' });
    const [message] = await received;
    expect(message.content).to.equal('while you were away');
    const [shard, replayed] = await resumed;
    expect([shard, replayed > 0]).to.deep.equal([0, true]);
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
  });

  it('waits a 429 out and goes on', async () => {
    sandbox.trouble.refuseRest({ status: 429, times: 1, match: '/messages' });
    const channel = bot.guilds.cache.get(guild)?.systemChannel;
    const message = await channel?.send('at last');
    const sent = sandbox.requests.filter(({ route }) => route === '/channels/:channel/messages');
    expect(sent.map(({ status }) => status)).to.deep.equal([429, 200]);
    expect(deedsOn(message?.id ?? '').map(({ is }) => is)).to.deep.equal(['message']);
  });

  it('fetches members in chunks, and sees messages come, change and go', async () => {
    const members = await bot.guilds.cache.get(guild)?.members.fetch();
    expect(members?.get(linus)?.displayName).to.equal('penguin');
    expect(members?.size).to.equal(7);
    const posted = next(Events.MessageCreate);
    const message = sandbox.message({ guild, author: grace, content: 'one' });
    expect((await posted)[0].member?.id).to.equal(grace);
    const changed = next(Events.MessageUpdate);
    sandbox.edit(message, 'two');
    expect((await changed).map(({ content }) => content)).to.deep.equal(['one', 'two']);
    const gone = next(Events.MessageDelete);
    sandbox.remove(message);
    expect((await gone)[0].id).to.equal(message.id);
  });

  it('cannot write to somebody who takes no messages', async () => {
    const user = await bot.users.fetch(userId('silent'));
    const refusal = await user.send('hello').catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(DiscordAPIError).and.to.include({ code: 50007, status: 403 });
  });
});
