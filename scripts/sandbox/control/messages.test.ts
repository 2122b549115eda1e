import { expect } from 'chai';
import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { connectLibrary, type LibraryClient } from '../testing/library-client.ts';

describe('sandbox: what members write', () => {
  let sandbox: Sandbox;
  let client: LibraryClient | null = null;
  let at = 1_750_000_000_000;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [ada, grace, linus] = ['ada', 'grace', 'linus'].map(userId) as [string, string, string];
  const say = (more: object = {}) => sandbox.message({ guild, author: grace, content: 'hello', ...more });
  const overwrite = (user: string, bits: { allow?: bigint; deny?: bigint }) =>
    sandbox.setOverwrite(general, {
      id: user,
      type: OverwriteType.Member,
      allow: String(bits.allow ?? 0n),
      deny: String(bits.deny ?? 0n),
    });

  beforeEach(async () => {
    sandbox = await startSandbox({ now: () => at });
  });
  afterEach(async () => {
    await client?.stop();
    client = null;
    await sandbox.stop();
  });

  it('is neither empty nor too long', () => {
    expect(() => say({ content: '  ' })).to.throw('empty');
    expect(() => say({ content: 'x'.repeat(2_001) })).to.throw('too long');
    say({ content: 'x'.repeat(4_000), nitro: true });
    expect(() => say({ content: 'x'.repeat(4_001), nitro: true })).to.throw('too long');
  });

  it('carries ten files of 10 MiB, with Attach Files', () => {
    const file = { filename: 'a.png', size: 10 * 1024 * 1024 };
    expect(say({ content: '', attachments: [file] }).attachments[0]).to.include(file);
    expect(() => say({ attachments: [{ ...file, size: file.size + 1 }] })).to.throw('larger');
    expect(() => say({ attachments: Array.from({ length: 11 }, () => file) })).to.throw('at most 10');
    overwrite(grace, { deny: P.AttachFiles });
    expect(() => say({ attachments: [file] })).to.throw('attach');
  });

  it('waits for the slowmode of the channel, each member for themselves', () => {
    sandbox.changeChannel(guild, general, { slowmode: 30 });
    say();
    expect(() => say()).to.throw('slowmode');
    say({ author: linus });
    say({ channel: channelId(guild, 'help') });
    at += 29_000;
    expect(() => say()).to.throw('1 s more');
    at += 1_000;
    const { id } = say();
    sandbox.remove(id);
    expect(() => say()).to.throw('slowmode');
  });

  it('does not wait with Manage Messages, Manage Channels or Bypass Slowmode', () => {
    sandbox.changeChannel(guild, general, { slowmode: 30 });
    for (const bit of [P.ManageMessages, P.ManageChannels, P.BypassSlowmode]) {
      overwrite(grace, { allow: bit });
      say();
      say();
    }
    overwrite(grace, {});
    expect(() => say()).to.throw('slowmode');
  });

  it('needs an unlocked thread, and wakes an archived one', () => {
    const { id } = sandbox.openThread({ channel: general, name: 'talk' });
    sandbox.changeThread(id, { archived: true, locked: true });
    expect(() => say({ channel: id })).to.throw('closed and locked');
    sandbox.changeThread(id, { locked: false });
    say({ channel: id });
    expect(sandbox.world.channels.get(id)?.thread?.archived).to.equal(false);
    overwrite(grace, { deny: P.SendMessagesInThreads });
    expect(() => say({ channel: id })).to.throw('may not write there');
  });

  it('can be a reply to a message of that channel', () => {
    const first = say();
    const reply = say({ author: linus, replyTo: first.id });
    expect(reply.referenced_message).to.include({ id: first.id });
    expect(reply.mentions.map(({ id }) => id)).to.deep.equal([grace]);
    expect(() => say({ channel: channelId(guild, 'help'), replyTo: first.id })).to.throw(
      'not in that channel',
    );
  });

  it('mentions everyone for those who may', () => {
    expect(say({ content: '@here' }).mention_everyone).to.equal(false);
    expect(say({ author: ada, content: '@here' }).mention_everyone).to.equal(true);
  });

  it('is edited by its author alone, and deleted by others with Manage Messages', () => {
    const message = say();
    expect(() => sandbox.edit(message, 'mine', linus)).to.throw('only the author');
    expect(() => sandbox.edit(message, '')).to.throw('empty');
    expect(() => sandbox.remove(message, linus)).to.throw('may not delete');
    overwrite(linus, { allow: P.ManageMessages });
    sandbox.remove(message, linus);
    expect(sandbox.deeds.at(-1)).to.deep.include({ is: 'delete', by: linus, target: message.id });
    const entries = sandbox.world.guilds.get(guild)?.auditLog ?? [];
    expect(entries.at(-1)).to.deep.include({ action_type: 72, user_id: linus, target_id: grace });
  });

  it('reaches the bot directly while they share a server, even from someone who takes nothing from it', async () => {
    const intents = 1 << 12; // DIRECT_MESSAGES
    client = await connectLibrary(sandbox, { intents });
    sandbox.closeMessages(grace);
    const { id } = sandbox.direct({ author: grace, content: 'help me' });
    const heard = await client.dispatch('MESSAGE_CREATE');
    expect(heard).to.include({ id, content: 'help me' }).and.not.to.have.any.keys('guild_id', 'member');
    expect(client.received.map(({ t }) => t)).to.not.include('CHANNEL_CREATE');
    sandbox.leave(guild, grace);
    expect(() => sandbox.direct({ author: grace, content: 'still there?' })).to.throw('no server');
  });

  it('does not reach the bot while the server pauses direct messages', () => {
    sandbox.pause(guild, { messagesUntil: new Date(at + 60_000).toISOString() });
    expect(() => sandbox.direct({ author: grace, content: 'help me' })).to.throw('paused');
    at += 60_001;
    sandbox.direct({ author: grace, content: 'help me' });
  });
});
