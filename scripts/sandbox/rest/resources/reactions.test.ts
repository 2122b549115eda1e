import { expect } from 'chai';
import { Routes } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../../index.ts';
import { connectLibrary, type LibraryClient, restOf } from '../../testing/library-client.ts';

describe('sandbox: reactions', () => {
  let sandbox: Sandbox;
  let rest: ReturnType<typeof restOf>;
  let client: LibraryClient;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [ada, grace, linus] = ['ada', 'grace', 'linus'].map(userId) as [string, string, string];
  const coin = '🪙';
  const message = () => {
    const made = sandbox.message({ guild, author: grace, content: 'popular' });
    for (const user of [ada, grace, linus]) sandbox.react({ message: made, user, emoji: coin });
    sandbox.react({ message: made, user: ada, emoji: '👍' });
    return made;
  };
  const path = (id: string) => Routes.channelMessageReaction(general, id, encodeURIComponent(coin));

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
    rest = restOf(sandbox);
    client = await connectLibrary(sandbox);
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.stop();
  });

  it('lists who reacted, page by page', async () => {
    const { id } = message();
    const ids = [ada, grace, linus].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const page = async (query: string) =>
      Object(await rest.get(path(id), { query: new URLSearchParams(query) })).map(
        (user: { id: string }) => user.id,
      );
    expect(await page('limit=2')).to.deep.equal(ids.slice(0, 2));
    expect(await page(`limit=2&after=${ids[1]}`)).to.deep.equal(ids.slice(2));
  });

  it('takes away one of somebody else’s', async () => {
    const made = message();
    await rest.delete(Routes.channelMessageUserReaction(general, made.id, encodeURIComponent(coin), linus));
    expect(made.reactions[0]?.users).to.deep.equal([ada, grace]);
    expect(sandbox.deeds.at(-1)).to.deep.include({ is: 'unreaction', by: sandbox.botId, target: made.id });
    expect(await client.dispatch('MESSAGE_REACTION_REMOVE')).to.include({ user_id: linus });
  });

  it('takes away all of an emoji, and all of all', async () => {
    const made = message();
    await rest.delete(path(made.id));
    const ofEmoji = await client.dispatch('MESSAGE_REACTION_REMOVE_EMOJI');
    expect(ofEmoji).to.deep.include({
      message_id: made.id,
      guild_id: guild,
      emoji: { id: null, name: coin },
    });
    expect(made.reactions.map(({ emoji }) => emoji.name)).to.deep.equal(['👍']);
    await rest.delete(Routes.channelMessageAllReactions(general, made.id));
    expect(await client.dispatch('MESSAGE_REACTION_REMOVE_ALL')).to.deep.equal({
      message_id: made.id,
      channel_id: general,
      guild_id: guild,
    });
    expect(made.reactions).to.deep.equal([]);
  });

  it('lets members join a reaction they could not bring', async () => {
    const channel = sandbox.addChannel(guild, { name: 'quiet' }).id;
    const made = sandbox.message({ guild, channel, author: grace, content: 'x' });
    sandbox.react({ message: made, user: ada, emoji: coin });
    sandbox.setOverwrite(channel, { id: guild, type: 0, allow: '0', deny: '64' });
    sandbox.react({ message: made, user: linus, emoji: coin });
    expect(() => sandbox.react({ message: made, user: linus, emoji: '👍' })).to.throw('may not');
    expect(made.reactions.map(({ users }) => users)).to.deep.equal([[ada, linus]]);
  });
});
